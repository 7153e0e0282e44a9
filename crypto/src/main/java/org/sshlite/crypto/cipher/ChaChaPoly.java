package org.sshlite.crypto.cipher;

/**
 * What chacha20-poly1305@openssh.com is made of, by one implementation under one pair of keys.
 * Nothing goes from one packet to the next, so that another may take its place between any two.
 * Nonces are RFC 8439's, of 12 bytes. One owner, no thread safety.
 */
interface ChaChaPoly extends AutoCloseable {
  /** Bytes of ChaCha20's blocks. */
  int BLOCK = 64;

  /** Encrypts or decrypts a packet_length, under its own key; the ranges are the same or apart. */
  void length(byte[] nonce, byte[] in, int inOffset, byte[] out, int outOffset);

  /** Begins a packet: block 0 of its key stream goes into {@code firstBlock}, block 1 is next. */
  void start(byte[] nonce, byte[] firstBlock);

  /** Encrypts or decrypts what follows the length; the ranges are the same or apart. */
  void packet(byte[] in, int inOffset, int count, byte[] out, int outOffset);

  /**
   * Puts the Poly1305 of a range into {@code tag}.
   *
   * @param firstBlock begins with the one-time key
   * @param nonce of the same packet
   */
  void tag(byte[] firstBlock, byte[] nonce, byte[] in, int offset, int count, byte[] tag);

  /** Erases what was made of the keys, which are the caller's. */
  @Override
  void close();
}
