package org.sshlite.tests.algorithm;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/**
 * The rows there are: all of ours that the other side has as well.
 *
 * @param hostKeys host key algorithms
 * @param userKeys algorithms by which users' keys sign
 */
record Table(
    List<String> kex,
    List<String> hostKeys,
    List<String> ciphers,
    List<String> macs,
    List<String> compressions,
    List<String> userKeys) {
  /** Whatever we have. */
  static final Table OURS =
      new Table(
          KexMethods.SUPPORTED,
          SignatureAlgorithms.SUPPORTED,
          PacketCiphers.SUPPORTED_ENCRYPTION,
          PacketCiphers.SUPPORTED_MACS,
          Compression.SUPPORTED,
          SignatureAlgorithms.SUPPORTED);

  /** What the installed ssh has, which comes with its sshd, and we have. */
  static Table ofOpenSsh() {
    List<String> signatures = common(OURS.hostKeys, "HostKeyAlgorithms");
    return new Table(
        common(OURS.kex, "kex"),
        signatures,
        common(OURS.ciphers, "cipher"),
        common(OURS.macs, "mac"),
        common(OURS.compressions, "compression"),
        signatures);
  }

  private static List<String> common(Collection<String> ours, String query) {
    List<String> theirs = Program.of(Peers.path("ssh"), "-Q", query).runWell().lines().toList();
    return ours.stream().filter(theirs::contains).toList();
  }

  /** A program of others has no security key to sign with. */
  Table withoutSecurityKeysOfHosts() {
    return new Table(kex, withoutSecurityKeys(hostKeys), ciphers, macs, compressions, userKeys);
  }

  /** A program of others has no security key to sign with. */
  Table withoutSecurityKeysOfUsers() {
    return new Table(kex, hostKeys, ciphers, macs, compressions, withoutSecurityKeys(userKeys));
  }

  private static List<String> withoutSecurityKeys(List<String> names) {
    return names.stream().filter(name -> !SecurityKey.signs(name)).toList();
  }

  /** Every key exchange method with every host key. */
  Stream<Algorithms> keyExchanges() {
    return kex.stream()
        .map(Algorithms.USUAL::withKex)
        .flatMap(row -> hostKeys.stream().map(row::withHostKey));
  }

  /** Every cipher with every MAC and every compression. */
  Stream<Algorithms> packets() {
    return ciphers.stream()
        .flatMap(
            cipher ->
                macs.stream()
                    .flatMap(
                        mac ->
                            compressions.stream()
                                .map(
                                    compression ->
                                        Algorithms.USUAL.withPackets(cipher, mac, compression))));
  }

  /** Every kind of a user's key and certificate. */
  Stream<Algorithms> logins() {
    return userKeys.stream().map(Algorithms.USUAL::withUserKey);
  }
}
