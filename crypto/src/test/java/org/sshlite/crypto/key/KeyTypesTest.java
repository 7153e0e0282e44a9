package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** What holds for every type of key alike. */
class KeyTypesTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] DATA = "some data".getBytes(StandardCharsets.UTF_8);

  /** So many bytes, in which are the algorithm's name and the lengths. */
  private static final int EACH = Boolean.getBoolean("whole") ? 90 : 40;

  private static final Map<String, PrivateKey> KEYS = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  static List<String> types() {
    return List.of(
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
        "ssh-mldsa44-ed25519@openssh.com");
  }

  static Stream<String> algorithms() {
    return types().stream().flatMap(type -> key(type).publicKey().signatureAlgorithms().stream());
  }

  static Stream<String> typesOfSshKeygen() {
    return types().stream().filter(SshKeygen::knows);
  }

  static Stream<String> algorithmsOfSshKeygen() {
    return algorithms()
        .filter(algorithm -> SshKeygen.knows(SignatureAlgorithms.keyType(algorithm)));
  }

  /** One key of each type for all tests: RSA keys take long to make. */
  private static PrivateKey key(String type) {
    return KEYS.computeIfAbsent(
        type,
        _ ->
            type.equals("ssh-rsa")
                ? RsaPrivateKey.generate(2048, RANDOM)
                : PrivateKey.generate(type, RANDOM));
  }

  private static PrivateKey signing(String algorithm) {
    return key(SignatureAlgorithms.keyType(algorithm));
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_key_names_its_type_and_reads_back_equal(String type) throws Exception {
    PublicKey key = key(type).publicKey();
    assertThat(key.type()).isEqualTo(type);
    PublicKey read = PublicKeys.read(key.blob());
    assertThat(read).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(read.blob()).isEqualTo(key.blob());
    assertThat(read).isNotEqualTo(key(types().get(type.equals("ssh-ed25519") ? 1 : 0)).publicKey());
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_private_key_reads_back_from_what_it_wrote(String type) throws Exception {
    SshWriter out = new SshWriter();
    key(type).write(out);
    SshReader in = new SshReader("key", out.toByteArray());
    PrivateKey read = PrivateKey.read(in);
    in.end();
    assertThat(read.publicKey()).isEqualTo(key(type).publicKey());
    for (String algorithm : read.publicKey().signatureAlgorithms()) {
      byte[] signature = read.sign(algorithm, DATA);
      assertThat(key(type).publicKey().verify(algorithm, DATA, signature)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void a_signature_verifies_by_its_own_algorithm_only(String algorithm) throws Exception {
    PrivateKey key = signing(algorithm);
    byte[] signature = key.sign(algorithm, DATA);
    for (String other : algorithms().toList()) {
      assertThat(key.publicKey().verify(other, DATA, signature))
          .as(other)
          .isEqualTo(other.equals(algorithm));
    }
    assertThat(key.publicKey().verify("ssh-rsa", DATA, signature)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void an_altered_signature_is_refused(String algorithm) throws Exception {
    PrivateKey key = signing(algorithm);
    byte[] signature = key.sign(algorithm, DATA);
    for (int i = 0; i < signature.length; i += i < EACH ? 1 : 37) {
      byte[] altered = signature.clone();
      altered[i] ^= 0x10;
      assertThat(key.publicKey().verify(algorithm, DATA, altered)).as("byte " + i).isFalse();
      byte[] cut = Arrays.copyOf(signature, i);
      assertThat(key.publicKey().verify(algorithm, DATA, cut)).as("cut at " + i).isFalse();
    }
    byte[] longer = Arrays.copyOf(signature, signature.length + 1);
    assertThat(key.publicKey().verify(algorithm, DATA, longer)).isFalse();
    assertThat(key.publicKey().verify(algorithm, new byte[9], signature)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_closed_key_signs_no_more(String type) throws Exception {
    SshWriter out = new SshWriter();
    key(type).write(out);
    PrivateKey copy = PrivateKey.read(new SshReader("key", out.toByteArray()));
    copy.close();
    String algorithm = copy.publicKey().signatureAlgorithms().getFirst();
    assertThatThrownBy(() -> copy.sign(algorithm, DATA)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("typesOfSshKeygen")
  void a_file_we_write_is_read_by_ssh_keygen(String type) throws Exception {
    Path file = folder.resolve("key");
    for (String passphrase : List.of("", "secret")) {
      write(file, key(type), passphrase);
      assertThat(SshKeygen.run("-y", "-P", passphrase, "-f", file))
          .isEqualTo(new PublicKeyLine("", key(type).publicKey(), "c").toString());
    }
  }

  @ParameterizedTest
  @MethodSource("typesOfSshKeygen")
  void a_file_that_ssh_keygen_writes_is_read(String type) throws Exception {
    Path file = folder.resolve("key");
    SshKeygen.run(SshKeygen.generating(type, file));
    NamedPrivateKey read = PrivateKeyFile.read(file, PassphraseSource.NONE);
    assertThat(new PublicKeyLine("", read.key().publicKey(), read.comment()))
        .hasToString(Files.readString(Path.of(file + ".pub")).strip());
    assertThat(SshKeygen.run("-l", "-f", file)).contains(read.key().publicKey().fingerprint());
  }

  @ParameterizedTest
  @MethodSource("algorithmsOfSshKeygen")
  void ssh_keygen_verifies_our_signatures(String algorithm) throws Exception {
    PrivateKey key = signing(algorithm);
    Path message = Files.write(folder.resolve("message"), DATA);
    byte[] digest = SshSignature.startHash("sha256").digest(DATA);
    Path signature =
        Files.write(
            folder.resolve("signature"),
            SshSignature.sign(key, algorithm, "file", "sha256", digest).format());
    String output =
        SshKeygen.runWithInput(message, "-Y", "check-novalidate", "-n", "file", "-s", signature);
    assertThat(output).contains("Good").contains(key.publicKey().fingerprint());
  }

  @ParameterizedTest
  @MethodSource("typesOfSshKeygen")
  void signatures_of_ssh_keygen_verify_here(String type) throws Exception {
    Path file = folder.resolve("key");
    write(file, key(type), "");
    Path message = Files.write(folder.resolve("message"), DATA);
    SshKeygen.run("-Y", "sign", "-n", "file", "-f", file, message);
    SshSignature signature =
        SshSignature.parse(Files.readAllBytes(Path.of(message + ".sig")), PublicKeys::read);
    byte[] digest = SshSignature.startHash(signature.hash()).digest(DATA);
    assertThat(signature.key()).isEqualTo(key(type).publicKey());
    assertThat(signature.namespace()).isEqualTo("file");
    assertThat(signature.verify(digest)).isTrue();
    if (type.equals("ssh-ed25519") || type.equals("ssh-rsa")) {
      String algorithm = new SshReader("signature", signature.signature()).ascii("algorithm");
      SshSignature ours = SshSignature.sign(key(type), algorithm, "file", signature.hash(), digest);
      // these two algorithms sign alike each time
      assertThat(ours.format()).isEqualTo(Files.readAllBytes(Path.of(message + ".sig")));
    }
    digest[0]++;
    assertThat(signature.verify(digest)).isFalse();
  }

  @Test
  void every_type_is_generated_by_the_name_it_has() {
    assertThatThrownBy(() -> PrivateKey.generate("ssh-dss", RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot generate ssh-dss");
    assertThat(((RsaPublicKey) PrivateKey.generate("ssh-rsa", RANDOM).publicKey()).bits())
        .isEqualTo(3072);
  }

  private static void write(Path file, PrivateKey key, String passphrase) throws Exception {
    try (SecretBytes secret = new SecretBytes(passphrase.getBytes(StandardCharsets.UTF_8))) {
      PrivateKeyFile.write(
          file,
          new NamedPrivateKey(key, "c"),
          secret,
          new KeyFileEncryption("aes256-ctr", 1),
          RANDOM);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
