package org.sshlite.client.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.program.config.OpenSshNames;

/**
 * {@code -Q}: what is supported, by ssh's names for the questions and in its order; also what
 * counts only when it is named.
 */
final class Query {
  private static final List<String> QUESTIONS =
      List.of(
          "cipher",
          "cipher-auth",
          "compression",
          "kex",
          "key",
          "key-cert",
          "key-plain",
          "key-sig",
          "mac",
          "protocol-version",
          "sig");

  private static final List<String> CIPHERS =
      inOrder(
          OpenSshNames.CIPHERS, PacketCiphers.SUPPORTED_ENCRYPTION, LegacyAlgorithms.ENCRYPTION);

  private static final List<String> MACS =
      inOrder(OpenSshNames.MACS, PacketCiphers.SUPPORTED_MACS, LegacyAlgorithms.MACS);

  private static final List<String> KEX =
      inOrder(OpenSshNames.KEX, KexMethods.SUPPORTED, LegacyAlgorithms.KEX);

  private static final List<String> SIGNATURES =
      inOrder(OpenSshNames.KEYS, SignatureAlgorithms.SUPPORTED, LegacyAlgorithms.SIGNATURES);

  private Query() {}

  /** A name a line; empty for a question not known. */
  static Optional<List<String>> answer(String question) {
    List<String> names =
        switch (question) {
          case "cipher" -> CIPHERS;
          case "cipher-auth" -> CIPHERS.stream().filter(PacketCiphers::authenticates).toList();
          case "mac" -> MACS;
          case "kex" -> KEX;
          case "key" -> keyTypes(_ -> true);
          case "key-cert" -> keyTypes(SignatureAlgorithms::isCertificate);
          case "key-plain" -> keyTypes(Query::isPlain);
          case "key-sig" -> SIGNATURES;
          case "sig", "key-ca-sign" -> SIGNATURES.stream().filter(Query::isPlain).toList();
          case "protocol-version" -> List.of("2");
          case "compression" -> Compression.SUPPORTED;
          case "help" -> QUESTIONS;
          default -> byKeyword(question.toLowerCase(Locale.ROOT));
        };
    return Optional.of(names).filter(found -> !found.isEmpty());
  }

  /** ssh takes the keywords of ssh_config as well, and without regard to case. */
  private static List<String> byKeyword(String keyword) {
    return switch (keyword) {
      case "ciphers" -> CIPHERS;
      case "macs" -> MACS;
      case "kexalgorithms" -> KEX;
      case "casignaturealgorithms" -> SIGNATURES.stream().filter(Query::isPlain).toList();
      case "hostkeyalgorithms",
          "pubkeyacceptedalgorithms",
          "pubkeyacceptedkeytypes",
          "hostbasedacceptedalgorithms",
          "hostbasedacceptedkeytypes",
          "hostbasedkeytypes" ->
          SIGNATURES;
      default -> List.of();
    };
  }

  /** Ours in ssh's order, and behind them those that ssh does not have. */
  private static List<String> inOrder(
      Set<String> order, List<String> supported, List<String> legacy) {
    List<String> ours = Stream.concat(supported.stream(), legacy.stream()).toList();
    return Stream.concat(order.stream().filter(ours::contains), ours.stream()).distinct().toList();
  }

  private static boolean isPlain(String name) {
    return !SignatureAlgorithms.isCertificate(name);
  }

  private static List<String> keyTypes(Predicate<String> wanted) {
    return SIGNATURES.stream().map(SignatureAlgorithms::keyType).filter(wanted).distinct().toList();
  }
}
