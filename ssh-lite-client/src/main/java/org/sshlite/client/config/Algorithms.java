package org.sshlite.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.program.config.AlgorithmSpec;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.OpenSshNames;
import org.sshlite.program.config.Syntax;

/**
 * A keyword whose value is a list of algorithms.
 *
 * @param defaults what we propose
 * @param supported what we have, and a pattern may reach
 * @param legacy what we have, and only its whole name adds
 * @param theirDefaults what OpenSSH proposes
 * @param known what OpenSSH has
 */
record Algorithms(
    List<String> defaults,
    List<String> supported,
    List<String> legacy,
    List<String> theirDefaults,
    Set<String> known) {
  static final Algorithms CIPHERS =
      new Algorithms(
          PacketCiphers.DEFAULT_ENCRYPTION,
          PacketCiphers.SUPPORTED_ENCRYPTION,
          LegacyAlgorithms.ENCRYPTION,
          PacketCiphers.DEFAULT_ENCRYPTION,
          OpenSshNames.CIPHERS);

  static final Algorithms MACS =
      new Algorithms(
          PacketCiphers.DEFAULT_MACS,
          PacketCiphers.SUPPORTED_MACS,
          LegacyAlgorithms.MACS,
          OpenSshNames.DEFAULT_MACS,
          OpenSshNames.MACS);

  static final Algorithms KEX =
      new Algorithms(
          KexMethods.DEFAULT_OF_CLIENT,
          KexMethods.SUPPORTED,
          LegacyAlgorithms.KEX,
          KexMethods.DEFAULT_OF_CLIENT,
          OpenSshNames.KEX);

  /** Certificates first, for they say more than a plain key. */
  static final Algorithms HOST_KEYS =
      ofKeys(withCertificates(SignatureAlgorithms.DEFAULT_HOST_KEY));

  static final Algorithms USER_KEYS =
      ofKeys(withCertificates(SignatureAlgorithms.DEFAULT_USER_KEY));

  static final Algorithms CA =
      new Algorithms(
          SignatureAlgorithms.DEFAULT_CA,
          SignatureAlgorithms.SUPPORTED_CA,
          LegacyAlgorithms.CA_SIGNATURES,
          SignatureAlgorithms.DEFAULT_CA,
          Set.copyOf(SignatureAlgorithms.SUPPORTED_CA));

  private static Algorithms ofKeys(List<String> defaults) {
    return new Algorithms(
        defaults,
        SignatureAlgorithms.SUPPORTED,
        LegacyAlgorithms.SIGNATURES,
        defaults,
        OpenSshNames.KEYS);
  }

  private static List<String> withCertificates(List<String> plain) {
    return Stream.concat(SignatureAlgorithms.DEFAULT_CERTIFICATE.stream(), plain.stream()).toList();
  }

  Setting<List<String>> setting(String keyword) {
    return new Setting<>(
            keyword,
            defaults,
            new Syntax<>(
                line -> AlgorithmSpec.read(line, defaults, supported, legacy), List::copyOf))
        .shownBy(setting -> List.of(String.join(",", named(setting.line()))));
  }

  /** What OpenSSH makes of the line, and of names that we alone have. */
  private List<String> named(Optional<ConfigLine> line) {
    List<String> all = new ArrayList<>(known);
    supported.stream().filter(name -> !known.contains(name)).forEach(all::add);
    all.removeAll(legacy);
    return line.map(ConfigLine::arguments)
        .map(List::getFirst)
        .flatMap(AlgorithmSpec::parse)
        .map(spec -> spec.apply(theirDefaults, all, legacy))
        .orElse(theirDefaults);
  }
}
