/**
 * How threads are begun, in both roles: where the system gives none, that is one line and the end
 * of what it was for, and not of more. The carriers of virtual threads can be kept here; no other
 * thread is, and none is known.
 */
@NullMarked
package org.sshlite.protocol.thread;

import org.jspecify.annotations.NullMarked;
