/**
 * The operating system behind a session channel, RFC 4254 §6: the requests of a client become a
 * login shell, a command or a subsystem, with or without a terminal. Knows no configuration and no
 * logins; an application as the shell needs none of it.
 */
@NullMarked
package org.sshlite.sshd.session;

import org.jspecify.annotations.NullMarked;
