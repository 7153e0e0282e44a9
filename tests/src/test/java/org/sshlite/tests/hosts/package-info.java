/** One command on many hosts at once, as a user starts it. */
@NullMarked
package org.sshlite.tests.hosts;

import org.jspecify.annotations.NullMarked;
