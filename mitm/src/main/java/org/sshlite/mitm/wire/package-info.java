/** Packets on the wire (RFC 4253 §6) and what the man in the middle does to them on their way. */
@NullMarked
package org.sshlite.mitm.wire;

import org.jspecify.annotations.NullMarked;
