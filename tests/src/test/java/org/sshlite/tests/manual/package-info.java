/** The manual pages and completions against the programs they are about. */
package org.sshlite.tests.manual;
