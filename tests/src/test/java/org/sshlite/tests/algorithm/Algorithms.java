package org.sshlite.tests.algorithm;

import java.util.List;
import java.util.StringJoiner;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * One row of a table: what a client proposes, one name each.
 *
 * @param hostKey the host key algorithm
 * @param userKey the algorithm by which the user's key signs
 */
record Algorithms(
    String kex, String hostKey, String cipher, String mac, String compression, String userKey) {
  /** Where a table is about something else. All peers have these, and they are fast. */
  static final Algorithms USUAL =
      new Algorithms(
          "curve25519-sha256",
          "ssh-ed25519",
          "aes128-gcm@openssh.com",
          "hmac-sha2-256",
          "none",
          "ssh-ed25519");

  Algorithms withKex(String name) {
    return new Algorithms(name, hostKey, cipher, mac, compression, userKey);
  }

  Algorithms withHostKey(String name) {
    return new Algorithms(kex, name, cipher, mac, compression, userKey);
  }

  Algorithms withPackets(String newCipher, String newMac, String newCompression) {
    return new Algorithms(kex, hostKey, newCipher, newMac, newCompression, userKey);
  }

  Algorithms withUserKey(String name) {
    return new Algorithms(kex, hostKey, cipher, mac, compression, name);
  }

  TransportOptions clientOptions() {
    return TransportOptions.builder()
        .kexMethods(List.of(kex))
        .hostKeyAlgorithms(List.of(hostKey))
        .ciphers(List.of(cipher))
        .macs(List.of(mac))
        .compressions(List.of(compression))
        .userKeyAlgorithms(List.of(userKey))
        .build();
  }

  /** Whether these were agreed on, in both directions; the MAC where it counts. */
  boolean matches(Negotiated negotiated) {
    return negotiated.kex().name().equals(kex)
        && negotiated.hostKeyAlgorithm().equals(hostKey)
        && negotiated.clientToServer().equals(negotiated.serverToClient())
        && negotiated.clientToServer().encryption().equals(cipher)
        && (authenticates() || negotiated.clientToServer().mac().equals(mac))
        && negotiated.compressionClientToServer().equals(compression)
        && negotiated.compressionServerToClient().equals(compression);
  }

  /** Whether the cipher needs no MAC. */
  boolean authenticates() {
    return !cipher.endsWith("-ctr") && !cipher.endsWith("-cbc");
  }

  /** Without what is usual. */
  @Override
  public String toString() {
    StringJoiner names = new StringJoiner(" ");
    add(names, kex, USUAL.kex);
    add(names, hostKey, USUAL.hostKey);
    add(names, cipher, USUAL.cipher);
    add(names, mac, USUAL.mac);
    add(names, compression, USUAL.compression);
    add(names, userKey, USUAL.userKey);
    return names.setEmptyValue("the usual ones").toString();
  }

  private static void add(StringJoiner names, String name, String usual) {
    if (!name.equals(usual)) {
      names.add(name);
    }
  }
}
