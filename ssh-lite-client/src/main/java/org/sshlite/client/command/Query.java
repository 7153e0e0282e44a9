package org.sshlite.client.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;

/** {@code -Q}: what is supported, by ssh's names for the questions. */
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

  private Query() {}

  /** A name a line; empty for a question not known. */
  static Optional<List<String>> answer(String question) {
    List<String> names =
        switch (question.toLowerCase(Locale.ROOT)) {
          case "cipher", "ciphers" -> PacketCiphers.SUPPORTED_ENCRYPTION;
          case "cipher-auth" ->
              PacketCiphers.SUPPORTED_ENCRYPTION.stream()
                  .filter(PacketCiphers::authenticates)
                  .toList();
          case "mac", "macs" -> PacketCiphers.SUPPORTED_MACS;
          case "kex", "kexalgorithms" -> KexMethods.SUPPORTED;
          case "key" -> keyTypes(_ -> true);
          case "key-cert" -> keyTypes(SignatureAlgorithms::isCertificate);
          case "key-plain" -> keyTypes(name -> !SignatureAlgorithms.isCertificate(name));
          case "key-sig", "hostkeyalgorithms", "pubkeyacceptedalgorithms" ->
              SignatureAlgorithms.SUPPORTED;
          case "sig" ->
              SignatureAlgorithms.SUPPORTED.stream()
                  .filter(name -> !SignatureAlgorithms.isCertificate(name))
                  .toList();
          case "protocol-version" -> List.of("2");
          case "compression" -> Compression.SUPPORTED;
          case "help" -> QUESTIONS;
          default -> List.of();
        };
    boolean known = QUESTIONS.contains(question) || !names.isEmpty();
    return known ? Optional.of(names) : Optional.empty();
  }

  private static List<String> keyTypes(Predicate<String> wanted) {
    Stream<String> types = SignatureAlgorithms.SUPPORTED.stream();
    return types.map(SignatureAlgorithms::keyType).filter(wanted).distinct().toList();
  }
}
