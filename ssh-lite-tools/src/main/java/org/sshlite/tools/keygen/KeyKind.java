package org.sshlite.tools.keygen;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/**
 * A kind of key that is made here, {@code -t}.
 *
 * @param name as the user wrote it
 * @param family the key type without its curve or length
 * @param bits what the name settles, or 0
 */
record KeyKind(String name, Family family, long bits) {
  /** Kinds as ssh-keygen has them. */
  enum Family {
    ED25519("id_ed25519", "ssh_host_ed25519_key"),
    ECDSA("id_ecdsa", "ssh_host_ecdsa_key"),
    RSA("id_rsa", "ssh_host_rsa_key"),
    MLDSA44_ED25519("id_mldsa44_ed25519", "ssh_host_mldsa44_ed25519_key");

    private final String userFile;
    private final String hostFile;

    Family(String userFile, String hostFile) {
      this.userFile = userFile;
      this.hostFile = hostFile;
    }

    /** In /etc/ssh. */
    String hostFile() {
      return hostFile;
    }

    /** In upper case, as ssh-keygen -A lists them. */
    String label() {
      return name().replace('_', '-');
    }
  }

  private static final int DEFAULT_RSA_BITS = 3072;
  private static final int MINIMUM_RSA_BITS = 2048; // RsaPublicKey.DEFAULT_MINIMUM_BITS
  private static final int MAXIMUM_RSA_BITS = 16384;

  /**
   * @param name of {@code -t}; Ed25519 without one
   */
  static KeyKind named(Optional<String> name) throws ToolException {
    String given = name.orElse("ed25519");
    String lower = given.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "ed25519", "ssh-ed25519" -> new KeyKind(given, Family.ED25519, 0);
      case "ecdsa" -> new KeyKind(given, Family.ECDSA, 0);
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          new KeyKind(given, Family.ECDSA, Long.parseLong(lower.substring(16)));
      case "rsa", "ssh-rsa", "rsa-sha2-256", "rsa-sha2-512" -> new KeyKind(given, Family.RSA, 0);
      case "mldsa44-ed25519", "ssh-mldsa44-ed25519@openssh.com" ->
          new KeyKind(given, Family.MLDSA44_ED25519, 0);
      case "ecdsa-sk", "ed25519-sk" ->
          throw ToolException.fatal(
              "keys of type "
                  + lower
                  + " are made by ssh-keygen: security keys are not reached here");
      default -> throw ToolException.fatal("unknown key type " + Printable.line(given));
    };
  }

  /** The file's name in ~/.ssh. */
  String fileName() {
    return family.userFile;
  }

  /**
   * Checks the length asked for.
   *
   * @param wanted 0 for the usual one
   */
  KeyKind withBits(long wanted) throws ToolException {
    long length = wanted != 0 ? wanted : bits;
    return switch (family) {
      case RSA -> {
        long rsa = length == 0 ? DEFAULT_RSA_BITS : length;
        if (rsa < MINIMUM_RSA_BITS) {
          throw ToolException.fatal(
              "Invalid RSA key length: minimum is " + MINIMUM_RSA_BITS + " bits");
        }
        if (rsa > MAXIMUM_RSA_BITS) {
          throw ToolException.fatal(
              "Invalid RSA key length: maximum is " + MAXIMUM_RSA_BITS + " bits");
        }
        yield new KeyKind(name, family, rsa);
      }
      case ECDSA -> {
        long curve = length == 0 ? 256 : length;
        if (curve != 256 && curve != 384 && curve != 521) {
          throw ToolException.fatal(
              "Invalid ECDSA key length: valid lengths are 256, 384 or 521 bits");
        }
        yield new KeyKind(name, family, curve);
      }
      case ED25519, MLDSA44_ED25519 -> this; // -b is ignored, as ssh-keygen does
    };
  }

  /** A new key of this kind and length. */
  PrivateKey generate(SecureRandom random) {
    return switch (family) {
      case ED25519 -> PrivateKey.generate("ssh-ed25519", random);
      case ECDSA -> PrivateKey.generate("ecdsa-sha2-nistp" + bits, random);
      case RSA -> RsaPrivateKey.generate((int) bits, random);
      case MLDSA44_ED25519 -> PrivateKey.generate("ssh-mldsa44-ed25519@openssh.com", random);
    };
  }
}
