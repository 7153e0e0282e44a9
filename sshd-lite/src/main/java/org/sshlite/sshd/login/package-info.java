/**
 * What asks a person in the "keyboard-interactive" method, RFC 4256: the seam, and one-time codes.
 * No users file, no configuration.
 */
@NullMarked
package org.sshlite.sshd.login;

import org.jspecify.annotations.NullMarked;
