/**
 * An SSH server as a library: listen, decide who may log in, and give them an application or the
 * operating system's shell. {@link org.sshlite.sshd.SshServer} is where to begin.
 */
@NullMarked
package org.sshlite.sshd;

import org.jspecify.annotations.NullMarked;
