package org.sshlite.tests.algorithm;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
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

  /** What counts only where it is named. */
  static final Table LEGACY =
      new Table(
          LegacyAlgorithms.KEX,
          LegacyAlgorithms.SIGNATURES,
          LegacyAlgorithms.ENCRYPTION,
          LegacyAlgorithms.MACS,
          List.of("none"),
          LegacyAlgorithms.SIGNATURES);

  /** What the installed ssh has, which comes with its sshd, and we have. */
  static Table ofOpenSsh() {
    return OURS.common();
  }

  /** Those of them that the installed ssh has as well. */
  Table common() {
    List<String> signatures = common(hostKeys, "HostKeyAlgorithms");
    return new Table(
        common(kex, "kex"),
        signatures,
        common(ciphers, "cipher"),
        common(macs, "mac"),
        common(compressions, "compression"),
        signatures);
  }

  /** All of these and of those. */
  Table and(Table other) {
    return new Table(
        union(kex, other.kex),
        union(hostKeys, other.hostKeys),
        union(ciphers, other.ciphers),
        union(macs, other.macs),
        union(compressions, other.compressions),
        union(userKeys, other.userKeys));
  }

  private static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
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

  private Stream<Algorithms> keyExchanges() {
    return IntStream.range(0, kex.size() * hostKeys.size())
        .mapToObj(
            cell ->
                Algorithms.USUAL
                    .withKex(kex.get(cell / hostKeys.size()))
                    .withHostKey(hostKeys.get(cell % hostKeys.size())));
  }

  /**
   * Every key exchange method and every host key, in turn; in a run of {@code -P whole} each with
   * each.
   */
  Stream<Algorithms> keyExchangesInTurn() {
    if (Boolean.getBoolean("whole")) {
      return keyExchanges();
    }
    return IntStream.range(0, Math.max(kex.size(), hostKeys.size()))
        .mapToObj(
            turn ->
                Algorithms.USUAL
                    .withKex(kex.get(turn % kex.size()))
                    .withHostKey(hostKeys.get(turn % hostKeys.size())));
  }

  /** Every cipher with every compression, or with every MAC where it needs one. */
  Stream<Algorithms> packets() {
    return ciphers.stream()
        .flatMap(cipher -> macs.stream().flatMap(mac -> packets(cipher, mac)))
        .filter(row -> !row.authenticates() || row.mac().equals(macs.getFirst()))
        .filter(this::isOfTheSample);
  }

  /**
   * Every cipher and every MAC, each with a compression in turn; by {@code -P whole} all that
   * {@link #packets} has.
   */
  Stream<Algorithms> packetsInTurn() {
    if (Boolean.getBoolean("whole")) {
      return packets();
    }
    List<String> plain =
        ciphers.stream().filter(cipher -> !row(cipher, 0).authenticates()).toList();
    return Stream.concat(
        IntStream.range(0, ciphers.size()).mapToObj(turn -> row(ciphers.get(turn), turn)),
        IntStream.range(0, plain.isEmpty() ? 0 : macs.size())
            .mapToObj(turn -> row(plain.get(turn % plain.size()), turn)));
  }

  private Algorithms row(String cipher, int turn) {
    return Algorithms.USUAL.withPackets(
        cipher, macs.get(turn % macs.size()), compressions.get(turn % compressions.size()));
  }

  /** With a MAC one compression in turn; by {@code -P whole} each. */
  private boolean isOfTheSample(Algorithms row) {
    int turn =
        ciphers.indexOf(row.cipher())
            + macs.indexOf(row.mac())
            + compressions.indexOf(row.compression());
    return Boolean.getBoolean("whole") || row.authenticates() || turn % compressions.size() == 0;
  }

  private Stream<Algorithms> packets(String cipher, String mac) {
    return compressions.stream()
        .map(compression -> Algorithms.USUAL.withPackets(cipher, mac, compression));
  }

  /**
   * Of what is old: each key exchange with each host key, each cipher with a MAC of each kind, each
   * MAC with a cipher of today, each of the user's keys.
   */
  Stream<Algorithms> oldRows() {
    List<String> kinds =
        macs.stream().filter(List.of("hmac-sha1", "hmac-md5-etm@openssh.com")::contains).toList();
    return Stream.of(
            keyExchanges(),
            new Table(kex, hostKeys, ciphers, kinds, compressions, userKeys).packets(),
            new Table(kex, hostKeys, List.of("aes128-ctr"), macs, compressions, userKeys).packets(),
            logins())
        .flatMap(rows -> rows);
  }

  /** Of what is old each name, in turn; by {@code -P whole} all that {@link #oldRows} has. */
  Stream<Algorithms> oldRowsInTurn() {
    if (Boolean.getBoolean("whole")) {
      return oldRows();
    }
    return Stream.of(keyExchangesInTurn(), packetsInTurn().distinct(), logins())
        .flatMap(rows -> rows);
  }

  /** Every kind of a user's key and certificate. */
  Stream<Algorithms> logins() {
    return userKeys.stream().map(Algorithms.USUAL::withUserKey);
  }
}
