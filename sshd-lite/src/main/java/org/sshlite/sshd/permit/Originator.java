package org.sshlite.sshd.permit;

/** Who connected to the client's end, as the client says, RFC 4254 §7.2: for the log. */
public record Originator(String address, int port) {}
