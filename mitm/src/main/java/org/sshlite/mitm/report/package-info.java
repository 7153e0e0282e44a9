/** What was found: as a table, JSON, JUnit XML, and an HTML page. */
@NullMarked
package org.sshlite.mitm.report;

import org.jspecify.annotations.NullMarked;
