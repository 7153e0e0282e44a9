package org.sshlite.crypto.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Key files written by other programs: ssh-keygen 10.5 (with its dummy token for sk- keys), openssl
 * 3.0 and puttygen 0.78. A name is that of the key, then how the file was made; the public key lies
 * beside it. Made for these tests, used nowhere.
 */
final class Recorded {
  /** What opens the files whose names end in "-secret". */
  static final String PASSPHRASE = "secret";

  private Recorded() {}

  static Path file(String name) {
    return folder().resolve(name);
  }

  static List<String> privateKeyFiles() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.contains("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Path.of(Recorded.class.getResource("files").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static PublicKeyLine publicKey(String name) throws IOException, MalformedException {
    int end = name.indexOf('-', name.startsWith("sk-") ? 3 : 0);
    String base = end < 0 ? name : name.substring(0, end);
    return PublicKeyLine.parse(Files.readString(file(base + ".pub")).strip());
  }

  static byte[] text(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  static NamedPrivateKey parse(String name, byte[] text) throws KeyFileException {
    PassphraseSource source = name.endsWith("-secret") ? secret(PASSPHRASE) : PassphraseSource.NONE;
    return PrivateKeyFile.parse(name, text, source, RsaPublicKey.DEFAULT_MINIMUM_BITS);
  }

  static PassphraseSource secret(String passphrase) {
    return PassphraseSource.once(new SecretBytes(passphrase.getBytes(StandardCharsets.UTF_8)));
  }
}
