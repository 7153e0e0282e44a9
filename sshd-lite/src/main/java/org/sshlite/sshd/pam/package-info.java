/**
 * Pluggable authentication modules, pam(3), by the system's own library: whether somebody is who he
 * says he is, and may come in. Their sessions are not opened here: what modules do in
 * pam_open_session they do to the process they run in (its limits, its audit identity, its place
 * among systemd's sessions), and this one is everybody's.
 */
@NullMarked
package org.sshlite.sshd.pam;

import org.jspecify.annotations.NullMarked;
