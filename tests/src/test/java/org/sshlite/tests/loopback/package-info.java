/**
 * The two ends of the protocol library over loopback sockets in this process, with the least of an
 * application on each. For tests that look at the wire and not at our programs.
 */
@NullMarked
package org.sshlite.tests.loopback;

import org.jspecify.annotations.NullMarked;
