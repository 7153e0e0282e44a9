/** The demo at the top of the tree, as somebody runs it who has just cloned it. */
@NullMarked
package org.sshlite.tests.demo;

import org.jspecify.annotations.NullMarked;
