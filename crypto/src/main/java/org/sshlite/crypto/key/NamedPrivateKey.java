package org.sshlite.crypto.key;

/**
 * A private key with its comment, as a key file holds them.
 *
 * @param comment as it came from the file, so it goes through {@code Printable} before it reaches a
 *     screen
 */
public record NamedPrivateKey(PrivateKey key, String comment) {}
