/**
 * Who may log in: authorized_keys and its options (sshd(8)), StrictModes, the users file and its
 * password hashes, PermitRootLogin. Knows no socket and starts no process.
 */
@NullMarked
package org.sshlite.sshd.auth;

import org.jspecify.annotations.NullMarked;
