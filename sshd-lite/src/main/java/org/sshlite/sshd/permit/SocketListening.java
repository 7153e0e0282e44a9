package org.sshlite.sshd.permit;

/**
 * How a permitted {@code streamlocal-forward@openssh.com} is carried out.
 *
 * @param umask that holds while the socket is made
 * @param unlink whether a file of that name is removed first
 */
public record SocketListening(String path, int umask, boolean unlink) {}
