package org.sshlite.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.cert.KrlListing;
import org.sshlite.crypto.cert.RevocationList;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PemPublicKeys;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.Rfc4716;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SshSignature;
import org.sshlite.crypto.signer.AllowedSigners;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/** Keys, and what is said of them, in all their formats. */
final class KeyTargets {
  private static final SecureRandom RANDOM = new FixedRandom();
  private static final PrivateKey KEY = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final int BITS = RsaPublicKey.LEAST_MINIMUM_BITS;

  /** Keys of each type and format that others have written. */
  private static final Path FILES =
      Path.of("../crypto/src/test/resources/org/sshlite/crypto/key/files");

  private KeyTargets() {}

  static Stream<Target> all() {
    return Stream.of(
        // no passphrase: how long its derivation may take is limited, and long
        new Target("private-key", () -> files(false), KeyTargets::privateKey).runs(60),
        new Target("public-key", () -> files(true), KeyTargets::publicKey).runs(100),
        new Target("certificate", () -> List.of(certificate().blob()), KeyTargets::certificate),
        new Target("krl", () -> krls(), KeyTargets::krl),
        new Target("signature", () -> List.of(signature()), KeyTargets::signature),
        new Target("allowed-signers", () -> List.of(signers()), KeyTargets::signers));
  }

  private static List<byte[]> files(boolean ofPublicKeys) {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".pub") == ofPublicKeys) {
          seeds.add(Files.readAllBytes(file));
        }
      }
      if (ofPublicKeys) {
        seeds.add(Rfc4716.format(KEY.publicKey(), "a comment").getBytes(ISO_8859_1));
      } else {
        seeds.add(written(new NamedPrivateKey(KEY, "comment")));
      }
      return seeds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Certificate certificate() {
    try {
      return Certificate.sign(
          new CertificateFields(
              KEY.publicKey(),
              CertificateType.USER,
              7,
              "id",
              List.of("alice", "bob"),
              0,
              CertificateFields.FOREVER,
              List.of(),
              List.of()),
          KEY,
          "ssh-ed25519",
          RANDOM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> krls() {
    Optional<PublicKey> ca = Optional.of(KEY.publicKey());
    Krl krl = new Krl(3, 1_700_000_000, "comment");
    krl.revoke(KEY.publicKey());
    krl.revokeSha256(KEY.publicKey());
    krl.revokeSha1(KEY.publicKey());
    krl.revokeSerials(ca, 1, 5);
    krl.revokeSerials(ca, 9, 9);
    krl.revokeSerials(ca, 1000, 100_000_000);
    krl.revokeKeyId(Optional.empty(), "id");
    return List.of(krl.write(), new Krl(0, 0, "").write());
  }

  private static byte[] signature() {
    try {
      byte[] digest = SshSignature.startHash("sha256").digest();
      return SshSignature.sign(KEY, "ssh-ed25519", "file", "sha256", digest).format();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] signers() {
    String key = new PublicKeyLine("", KEY.publicKey(), "").toString();
    String text =
        """
        # who signs
        alice@example.com,*@example.org namespaces="git,file",valid-after="20260101" %s
        bob cert-authority,valid-before="20270101120000Z" %s a comment
        """
            .formatted(key, key);
    return text.getBytes(ISO_8859_1);
  }

  private static void privateKey(byte[] input) {
    NamedPrivateKey read;
    try {
      read = PrivateKeyFile.parse("file", input, PassphraseSource.NONE, BITS);
    } catch (KeyFileException e) {
      assertThat(e.getMessage()).startsWith("file: ").hasLineCount(1);
      return;
    }
    try {
      NamedPrivateKey again =
          PrivateKeyFile.parse("file", written(read), PassphraseSource.NONE, BITS);
      assertThat(again.key().publicKey()).isEqualTo(read.key().publicKey());
    } catch (KeyFileException e) {
      throw new AssertionError("what was written cannot be read", e);
    }
  }

  private static byte[] written(NamedPrivateKey key) {
    try (SecretBytes none = new SecretBytes(new byte[0])) {
      return PrivateKeyFile.format(key, none, KeyFileEncryption.DEFAULT, RANDOM);
    }
  }

  private static void publicKey(byte[] input) {
    String text = new String(input, ISO_8859_1);
    for (String line : text.split("\n", -1)) {
      try {
        PublicKeyLine read = PublicKeyLine.parse(line);
        assertThat(PublicKeys.read(read.key().blob(), BITS)).isEqualTo(read.key());
        read.optionList();
      } catch (MalformedException _) {
        PublicKeyLine.holdsKey(line);
      }
    }
    try {
      Rfc4716.parse(text, blob -> PublicKeys.read(blob, BITS));
    } catch (MalformedException _) {
      // as it may
    }
    try {
      PemPublicKeys.parse(input);
    } catch (MalformedException _) {
      // as it may
    }
  }

  private static void certificate(byte[] input) {
    try {
      PublicKey read = Certificate.readKeyOrCertificate(input, BITS);
      assertThat(read.blob()).isEqualTo(input);
      assertThat(read.fingerprint()).isNotEmpty();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  private static void krl(byte[] input) throws MalformedException {
    assertThat(new RevocationList(input).query(KEY.publicKey())).isNotNull();
    Krl read;
    try {
      read = Krl.read(input);
    } catch (MalformedException _) {
      return;
    }
    KrlListing.of(read, ZoneOffset.UTC);
    Krl again = Krl.read(read.write());
    assertThat(again.write()).isEqualTo(read.write());
    assertThat(again.query(KEY.publicKey())).isEqualTo(read.query(KEY.publicKey()));
    Certificate certificate = certificate();
    assertThat(again.query(certificate)).isEqualTo(read.query(certificate));
  }

  private static void signature(byte[] input) throws MalformedException {
    SshSignature read;
    try {
      read = SshSignature.parse(input, Certificate::readKeyOrCertificate);
    } catch (MalformedException _) {
      return;
    }
    SshSignature again = SshSignature.parse(read.format(), Certificate::readKeyOrCertificate);
    assertThat(again.format()).isEqualTo(read.format());
    read.verify(new byte[32]);
  }

  private static void signers(byte[] input) {
    AllowedSigners.parse("file", new String(input, ISO_8859_1), ZoneOffset.UTC);
  }
}
