/**
 * The man in the middle: one who speaks SSH to both sides with a host key of his own, and one who
 * lets packets through but changes them. Each is refused, and what the client says about it is
 * asserted.
 */
@NullMarked
package org.sshlite.tests.mitm;

import org.jspecify.annotations.NullMarked;
