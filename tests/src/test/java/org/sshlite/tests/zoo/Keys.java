package org.sshlite.tests.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/**
 * A key of each type that is in use: those of a host, or of a user.
 *
 * @param byType in the order in which ssh prefers them
 */
record Keys(Map<String, KeyPair> byType) {
  private static final List<String> TYPES =
      List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa");

  static Keys create(Path folder, String name) {
    Map<String, KeyPair> keys = new LinkedHashMap<>();
    for (String type : TYPES) {
      keys.put(type, KeyPair.create(folder.resolve(name + "." + type), type));
    }
    return new Keys(keys);
  }

  KeyPair of(String type) {
    KeyPair key = byType.get(type);
    if (key == null) {
      throw new IllegalArgumentException("no key of type " + type);
    }
    return key;
  }

  /** Beside each that can be so, the same in PKCS #8: there are who read nothing else. */
  Keys withPkcs8() {
    for (String type : List.of("ecdsa-sha2-nistp256", "ssh-rsa")) {
      Path converted = Path.of(of(type).file() + ".pkcs8");
      try {
        Files.copy(of(type).file(), converted);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Program.of(
              Peers.path("ssh-keygen"), "-q", "-p", "-N", "", "-m", "PKCS8", "-f", "" + converted)
          .runWell();
    }
    return this;
  }

  List<Path> files() {
    return byType.values().stream().map(KeyPair::file).toList();
  }

  /** A file of authorized keys with all of them. */
  Path authorized(Path file) {
    return write(file, byType.values().stream().map(KeyPair::line).toList());
  }

  /** A file of known hosts with all of them. */
  Path knownAt(String host, int port, Path file) {
    return write(
        file,
        byType.values().stream().map(key -> "[" + host + "]:" + port + " " + key.line()).toList());
  }

  private static Path write(Path file, List<String> lines) {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
