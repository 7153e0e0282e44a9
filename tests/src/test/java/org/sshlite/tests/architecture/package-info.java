/** The layers and habits of the architecture, as rules over the compiled classes. */
@NullMarked
package org.sshlite.tests.architecture;

import org.jspecify.annotations.NullMarked;
