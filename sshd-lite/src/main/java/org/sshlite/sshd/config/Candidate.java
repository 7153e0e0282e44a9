package org.sshlite.sshd.config;

/**
 * Who wants to log in, as Match blocks see it.
 *
 * @param user the name asked for, not checked yet
 * @param valid whether that user may log in here at all
 * @param host the peer's name, or its address when names are not looked up
 * @param address the peer's address
 * @param localAddress ours
 */
public record Candidate(
    String user, boolean valid, String host, String address, String localAddress, int localPort) {}
