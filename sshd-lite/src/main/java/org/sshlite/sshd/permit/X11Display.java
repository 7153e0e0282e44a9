package org.sshlite.sshd.permit;

import java.nio.file.Path;

/**
 * How X11 is forwarded where it is permitted, RFC 4254 §6.3.
 *
 * @param offset the first display to try
 * @param localhost whether only this machine reaches it; else every address does
 */
public record X11Display(int offset, boolean localhost, Path xauth) {}
