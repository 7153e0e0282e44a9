package org.sshlite.tools.keyscan;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/** A kind of host key, {@code -t}: what one key exchange asks for. In ssh-keyscan's order. */
enum KeyKind {
  RSA("rsa-sha2-512", "rsa-sha2-256"),
  ECDSA("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
  ED25519("ssh-ed25519"),
  ECDSA_SK("sk-ecdsa-sha2-nistp256@openssh.com"),
  ED25519_SK("sk-ssh-ed25519@openssh.com"),
  MLDSA44_ED25519("ssh-mldsa44-ed25519@openssh.com");

  private final List<String> algorithms;

  KeyKind(String... algorithms) {
    this.algorithms = List.of(algorithms);
  }

  /** What to propose, best first. */
  List<String> algorithms(boolean certificates) {
    return certificates
        ? algorithms.stream().map(SignatureAlgorithms::certificate).toList()
        : algorithms;
  }

  /** From a list separated by commas. */
  static Set<KeyKind> parse(String list) throws ToolException {
    EnumSet<KeyKind> kinds = EnumSet.noneOf(KeyKind.class);
    for (String name : list.split(",")) {
      if (!name.isEmpty()) {
        kinds.add(named(name));
      }
    }
    return kinds;
  }

  private static KeyKind named(String name) throws ToolException {
    String lower = name.toLowerCase(Locale.ROOT);
    for (KeyKind kind : values()) {
      if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(lower)
          || kind.algorithms.contains(lower)) {
        return kind;
      }
    }
    if (lower.equals("ssh-rsa")) {
      return RSA;
    }
    throw ToolException.fatal("Unknown key type \"" + Printable.line(name) + "\"");
  }
}
