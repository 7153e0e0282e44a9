package org.sshlite.sshd.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;

/** The server's host keys: those of the configuration, or one made on the first start. */
final class HostKeys {
  private static final String TYPE = "ssh-ed25519";
  private static final List<Path> SYSTEM =
      Stream.of("ed25519", "ecdsa", "rsa")
          .map(type -> Path.of("/etc/ssh/ssh_host_" + type + "_key"))
          .toList();

  private final StderrLog log;
  private final int minimumRsaBits;
  private final Optional<HostKeyAgent> agent;

  /**
   * @param minimumRsaBits shorter keys are left out
   * @param agent that has the keys whose files are not there, or hold their public halves
   */
  HostKeys(StderrLog log, int minimumRsaBits, Optional<HostKeyAgent> agent) {
    this.log = log;
    this.minimumRsaBits = minimumRsaBits;
    this.agent = agent;
  }

  /**
   * The keys that HostKey or {@code -h} name. One that cannot be read is told and left out.
   *
   * @throws ExitException when none is left
   */
  List<Signer> named(List<String> files) throws ExitException {
    List<Signer> keys = new ArrayList<>();
    for (String file : files) {
      try {
        keys.add(read(Path.of(file)));
      } catch (IOException e) {
        log.error("Unable to load host key: " + e.getMessage());
      }
    }
    if (keys.isEmpty()) {
      throw new ExitException(ExitException.USAGE, "sshd-lite: no hostkeys available -- exiting.");
    }
    return keys;
  }

  /** OpenSSH's own host keys, as far as we may read them: its clients know them already. */
  List<Signer> system() {
    List<Signer> keys = new ArrayList<>();
    for (Path file : SYSTEM) {
      try {
        Signer key = read(file);
        // what only the agent could have is ours if it has it: nobody has named it
        if (key instanceof PrivateKey
            || agent.filter(held -> held.has(key.publicKey())).isPresent()) {
          keys.add(key);
        }
      } catch (IOException e) {
        log.debug("no host key " + e.getMessage());
      }
    }
    return keys;
  }

  /**
   * The key in the state folder, made when it is not there.
   *
   * @throws ConfigException when it can be neither read nor made
   */
  Signer own(Path folder) throws ConfigException {
    Path file = folder.resolve("ssh_host_ed25519_key");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return read(file);
    } catch (KeyFileException e) {
      throw new ConfigException("Unable to load host key: " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigException("Unable to load host key: " + file + ": " + ConfigFile.reason(e));
    }
  }

  /**
   * The keys, and behind them the certificates that {@code files} hold for them. One that cannot be
   * used is told and left out.
   */
  List<Signer> certified(List<Signer> keys, List<String> files) {
    List<Signer> all = new ArrayList<>(keys);
    for (String file : files) {
      try {
        all.add(certificate(Path.of(file), keys));
      } catch (IOException e) {
        log.error("Could not load host certificate \"" + file + "\": " + ConfigFile.reason(e));
      } catch (MalformedException e) {
        log.error("Could not load host certificate \"" + file + "\": " + e.getMessage());
      }
    }
    return List.copyOf(all);
  }

  private Signer certificate(Path file, List<Signer> keys) throws IOException, MalformedException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    PublicKeyLine line =
        PublicKeyLine.parse(text, blob -> Certificate.readKeyOrCertificate(blob, minimumRsaBits));
    if (!(line.key() instanceof Certificate certificate)) {
      throw new IOException("is not a certificate");
    }
    // no client would believe it
    if (certificate.fields().type() != CertificateType.HOST) {
      throw new IOException("is a user's certificate");
    }
    Signer signer =
        keys.stream()
            .filter(key -> key.publicKey().equals(certificate.key()))
            .findFirst()
            .orElseThrow(() -> new IOException("no matching private key"));
    log.debug("host certificate: " + certificate.type() + " " + certificate.fingerprint());
    return new CertifiedSigner(certificate, signer);
  }

  private Signer read(Path file) throws IOException {
    try {
      PrivateKey key = PrivateKeyFile.read(file, PassphraseSource.NONE, minimumRsaBits).key();
      debug("private", key.publicKey());
      return key;
    } catch (IOException e) {
      if (agent.isEmpty()) {
        throw e;
      }
      Optional<PublicKey> half = publicHalf(file);
      if (half.isEmpty()) {
        half = publicHalf(Path.of(file + ".pub")).or(() -> shown(file));
        if (half.isPresent() && !(e instanceof NoSuchFileException) && Files.exists(file)) {
          log.info("Host key " + file + " is the agent's: " + ConfigFile.reason(e));
        }
      }
      PublicKey key = half.orElseThrow(() -> e);
      debug("agent", key);
      return agent.get().signer(key);
    }
  }

  private void debug(String where, PublicKey key) {
    log.debug(where + " host key: " + key.type() + " " + key.fingerprint());
  }

  private Optional<PublicKey> publicHalf(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    try {
      return Optional.of(
          PublicKeyLine.parse(text, blob -> PublicKeys.read(blob, minimumRsaBits)).key());
    } catch (MalformedException e) {
      log.debug(file + ": " + e.getMessage()); // a private key, for one
      return Optional.empty();
    }
  }

  /** As sshd, last of all: a private key's file may show the public half of what it locks away. */
  private Optional<PublicKey> shown(Path file) {
    try {
      Optional<PublicKey> half = PrivateKeyFile.publicKey(file);
      return half.isEmpty()
          ? half
          : Optional.of(PublicKeys.read(half.get().blob(), minimumRsaBits));
    } catch (KeyFileException | MalformedException e) {
      log.debug(file + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void make(Path file) throws IOException {
    SecureRandom random = new SecureRandom();
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (PrivateKey key = PrivateKey.generate(TYPE, random);
        SecretBytes none = new SecretBytes(new byte[0])) {
      PrivateKeyFile.write(
          file, new NamedPrivateKey(key, "sshd-lite"), none, KeyFileEncryption.DEFAULT, random);
      Files.writeString(Path.of(file + ".pub"), line(key.publicKey()), StandardCharsets.US_ASCII);
      log.info("Made a host key, " + key.publicKey().fingerprint() + ", in " + file);
    }
  }

  private static String line(PublicKey key) {
    return key.type() + " " + Base64.getEncoder().encodeToString(key.blob()) + " sshd-lite\n";
  }
}
