/**
 * Every SSH message as a record that reads and writes itself (RFC 4253 §11–12, RFC 4252, RFC 4254),
 * and the refusals that reading or state may raise. No state, no bytes beyond one payload.
 */
@NullMarked
package org.sshlite.protocol.message;

import org.jspecify.annotations.NullMarked;
