package org.sshlite.tools.keygen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.key.SshSignature;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -Y sign}: signs files, or what comes in on stdin. */
final class Signing implements Operation {
  private static final Set<String> HASHES = Set.of("sha256", "sha512");
  private static final List<String> PUBLIC_SUFFIXES = List.of("-cert.pub", ".pub");
  private static final String MODE = "rw-rw-rw-"; // less the umask: a signature is no secret

  private final CommandLine line;
  private final Console console;
  private final SigningAgent agent;
  private final String hash;

  Signing(CommandLine line, Console console, SigningAgent agent, String hash) {
    this.line = line;
    this.console = console;
    this.agent = agent;
    this.hash = hash;
  }

  @Override
  public int run() throws ToolException, IOException {
    List<String> files = line.operands();
    if (files.size() > 1 && files.contains("-")) {
      throw ToolException.fatal("Cannot sign mix of paths and standard input");
    }
    if (!HASHES.contains(hash)) {
      throw ToolException.fatal("unsupported hash algorithm \"" + Printable.line(hash) + "\"");
    }
    Path file = line.file().orElseThrow();
    PublicKey publicKey = PublicKeyFile.load(file, "Couldn't load public key").key();
    Optional<Signer> held =
        line.has('U')
            ? Optional.of(agent.require(publicKey, "Couldn't find key in agent"))
            : agent.find(publicKey);
    if (held.isPresent()) {
      signAll(files, held.get());
      return 0;
    }
    Path privateFile = privateFile(file);
    if (!Files.exists(privateFile)) {
      throw ToolException.fatal(
          "No private key found for \"" + Printable.line(file.toString()) + "\"");
    }
    try (PrivateKey key = new PrivateKeys(line, console).load(privateFile).key()) {
      signAll(files, signer(publicKey, key, file, privateFile));
    }
    return 0;
  }

  private void signAll(List<String> files, Signer signer) throws ToolException, IOException {
    if (files.isEmpty() || files.equals(List.of("-"))) {
      signInput(signer);
    } else {
      for (String name : files) {
        signFile(Path.of(name), signer);
      }
    }
  }

  /** The private key's file may be meant by the name of its public key or certificate. */
  private static Path privateFile(Path file) {
    String name = file.toString();
    for (String suffix : PUBLIC_SUFFIXES) {
      if (name.endsWith(suffix) && name.length() > suffix.length()) {
        return Path.of(name.substring(0, name.length() - suffix.length()));
      }
    }
    return file;
  }

  private static Signer signer(PublicKey publicKey, PrivateKey key, Path file, Path privateFile)
      throws ToolException {
    if (publicKey instanceof Certificate certificate && certificate.key().equals(key.publicKey())) {
      return new CertifiedSigner(certificate, key);
    }
    if (!publicKey.equals(key.publicKey())) {
      throw ToolException.fatal(
          "Public key "
              + Printable.line(file.toString())
              + " doesn't match private "
              + Printable.line(privateFile.toString()));
    }
    return key;
  }

  private void signInput(Signer signer) throws ToolException, IOException {
    note("Signing data on standard input");
    console.out().write(sign(signer, "(stdin)", console.in()));
  }

  private void signFile(Path file, Signer signer) throws ToolException, IOException {
    String name = Printable.line(file.toString());
    byte[] signature;
    try (InputStream in = Files.newInputStream(file)) {
      note("Signing file " + name);
      signature = sign(signer, name, in);
    } catch (IOException e) {
      throw ToolException.fatal("Cannot open " + name + " for signing: " + Reason.of(e));
    }
    Path target = Path.of(file + ".sig");
    if (!Subject.mayWrite(target, console)) {
      return;
    }
    try {
      TextFile.replace(target, signature, MODE);
    } catch (IOException e) {
      throw ToolException.fatal("Cannot write to " + name + ".sig: " + Reason.of(e));
    }
    note("Write signature to " + name + ".sig");
  }

  private byte[] sign(Signer signer, String name, InputStream in)
      throws ToolException, IOException {
    byte[] digest = Digests.of(hash, in);
    try {
      return SshSignature.sign(
              signer, algorithm(signer.publicKey()), line.value('n').orElseThrow(), hash, digest)
          .format();
    } catch (IOException e) {
      throw ToolException.fatal("Signing " + name + " failed: " + e.getMessage());
    }
  }

  /** The key's best; of RSA's two, the one with the hash of the message. */
  private String algorithm(PublicKey key) {
    return key.signatureAlgorithms().stream()
        .filter(
            algorithm ->
                SignatureAlgorithms.plain(algorithm).equals("rsa-sha2-" + hash.substring(3)))
        .findFirst()
        .orElse(key.signatureAlgorithms().getFirst());
  }

  private void note(String text) throws IOException {
    if (!line.quiet()) {
      console.note(text);
    }
  }
}
