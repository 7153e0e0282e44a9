package org.sshlite.protocol.transport;

/**
 * What went one way, at one moment.
 *
 * @param packets under the keys in use
 * @param blocks of the cipher, in those packets
 * @param rekeyBlocks after which keys are exchanged anew
 * @param uncompressed bytes that compression was given, or gave back, since those keys
 * @param compressed bytes that they were on the wire; both are 0 where nothing is compressed
 */
public record Traffic(
    long packets, long blocks, long rekeyBlocks, long uncompressed, long compressed) {}
