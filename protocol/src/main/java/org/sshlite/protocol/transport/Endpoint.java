package org.sshlite.protocol.transport;

/**
 * One end of a connection over TCP.
 *
 * @param address in numbers
 */
public record Endpoint(String address, int port) {}
