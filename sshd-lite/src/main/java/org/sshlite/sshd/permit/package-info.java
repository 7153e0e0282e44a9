/**
 * What a logged-in user may do: one value, configuration ∩ key ∩ certificate, asked at each channel
 * and request, RFC 4254, and the {@code @openssh.com} ones of OpenSSH's PROTOCOL §2. Only the
 * answers: nothing is opened, listened at or run here, and which configuration and which keys they
 * come of is the callers' to know.
 */
@NullMarked
package org.sshlite.sshd.permit;

import org.jspecify.annotations.NullMarked;
