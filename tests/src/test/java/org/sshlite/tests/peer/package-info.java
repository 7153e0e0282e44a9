/**
 * The programs that the tests let talk to each other: those of others, ours beside them, and a
 * terminal to run them in. What is started here is ended here: every harness is closed by the test
 * that opened it.
 */
@NullMarked
package org.sshlite.tests.peer;

import org.jspecify.annotations.NullMarked;
