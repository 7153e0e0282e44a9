package org.sshlite.protocol.transport;

/**
 * What no other session has: a user's signature is made for it. Fixed by the first key exchange,
 * whatever key the host signs later ones by. Owns its arrays.
 *
 * @param identifier the first exchange hash, RFC 4253 §7.2
 * @param hostKey the blob of the host's key or certificate, as the server sent it
 */
public record SessionIdentity(byte[] identifier, byte[] hostKey) {}
