/** The client as a library, with servers of ours and of others. */
@NullMarked
package org.sshlite.tests.library;

import org.jspecify.annotations.NullMarked;
