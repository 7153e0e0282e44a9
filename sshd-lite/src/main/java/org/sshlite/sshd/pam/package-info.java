/**
 * Pluggable authentication modules, pam(3), by the system's own library: whether somebody is who he
 * says he is, and may come in. These are asked in this process; their sessions are opened in one of
 * the login's own, see {@link org.sshlite.sshd.process.LoginProcess}, for what modules do in
 * pam_open_session they do to the process they run in.
 *
 * <p>Deviations: authentication and session are two transactions. The variables that modules set
 * are handed on, and files that these name stay, but not what a module keeps in the transaction
 * (pam_set_data): with sshd that is so between its dialogue and its session, and not where a
 * password was asked for by the method of that name. What runs inside the server, internal-sftp and
 * forwards, has the user's rights, but not the limits and the umask that modules set. A server that
 * root has not started opens no sessions.
 */
@NullMarked
package org.sshlite.sshd.pam;

import org.jspecify.annotations.NullMarked;
