package org.sshlite.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.protocol.config.AlgorithmSpec;
import org.sshlite.protocol.config.ConfigException;
import org.sshlite.protocol.config.ConfigLine;
import org.sshlite.protocol.config.OpenSshNames;
import org.sshlite.protocol.config.Syntax;

/**
 * A keyword whose value is a list of algorithms. Names that OpenSSH knows and we do not are left
 * out of what is proposed, and shown all the same.
 *
 * @param defaults what we propose
 * @param supported what we have
 * @param theirDefaults what OpenSSH proposes
 * @param known what OpenSSH has
 */
record Algorithms(
    List<String> defaults, List<String> supported, List<String> theirDefaults, Set<String> known) {
  static final Algorithms CIPHERS =
      new Algorithms(
          PacketCiphers.DEFAULT_ENCRYPTION,
          PacketCiphers.SUPPORTED_ENCRYPTION,
          PacketCiphers.DEFAULT_ENCRYPTION,
          OpenSshNames.CIPHERS);

  static final Algorithms MACS =
      new Algorithms(
          PacketCiphers.DEFAULT_MACS,
          PacketCiphers.SUPPORTED_MACS,
          OpenSshNames.DEFAULT_MACS,
          OpenSshNames.MACS);

  static final Algorithms KEX =
      new Algorithms(
          KexMethods.DEFAULT_OF_CLIENT,
          KexMethods.SUPPORTED,
          KexMethods.DEFAULT_OF_CLIENT,
          OpenSshNames.KEX);

  /** Certificates first, for they say more than a plain key. */
  static final Algorithms HOST_KEYS =
      ofKeys(withCertificates(SignatureAlgorithms.DEFAULT_HOST_KEY));

  static final Algorithms USER_KEYS =
      ofKeys(withCertificates(SignatureAlgorithms.DEFAULT_USER_KEY));

  static final Algorithms CA = ofKeys(SignatureAlgorithms.DEFAULT_CA);

  private static Algorithms ofKeys(List<String> defaults) {
    return new Algorithms(defaults, SignatureAlgorithms.SUPPORTED, defaults, OpenSshNames.KEYS);
  }

  private static List<String> withCertificates(List<String> plain) {
    return Stream.concat(SignatureAlgorithms.DEFAULT_CERTIFICATE.stream(), plain.stream()).toList();
  }

  Setting<List<String>> setting(String keyword) {
    return new Setting<>(keyword, defaults, new Syntax<>(this::read, List::copyOf))
        .shownBy(setting -> List.of(String.join(",", named(setting.line()))));
  }

  private List<String> read(ConfigLine line) throws ConfigException {
    String text = line.only();
    AlgorithmSpec spec = AlgorithmSpec.parse(text).orElseThrow(() -> bad(line, text));
    for (String name : spec.namesNotIn(supported)) {
      if (!known.contains(name)) {
        throw bad(line, name);
      }
    }
    List<String> result = spec.apply(defaults, supported);
    if (result.isEmpty()) {
      throw line.error("no supported algorithm is left by " + line.keyword() + " '" + text + "'");
    }
    return result;
  }

  private static ConfigException bad(ConfigLine line, String text) {
    return line.error("Bad " + line.keyword() + " '" + text + "'.");
  }

  /** What OpenSSH makes of the line, and of names that we alone have. */
  private List<String> named(Optional<ConfigLine> line) {
    List<String> all = new ArrayList<>(known);
    supported.stream().filter(name -> !known.contains(name)).forEach(all::add);
    return line.map(ConfigLine::arguments)
        .map(List::getFirst)
        .flatMap(AlgorithmSpec::parse)
        .map(spec -> spec.apply(theirDefaults, all))
        .orElse(theirDefaults);
  }
}
