package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -s}: signs the public keys of the files named. */
final class Certification implements Operation {
  private static final String PUB = ".pub";

  private final CommandLine line;
  private final Console console;
  private final SigningAgent agent;

  Certification(CommandLine line, Console console, SigningAgent agent) {
    this.line = line;
    this.console = console;
    this.agent = agent;
  }

  @Override
  public int run() throws ToolException, IOException {
    if (line.value('I').isEmpty()) {
      throw ToolException.fatal("Must specify key id (-I) when certifying");
    }
    if (line.value('n').isEmpty()) {
      console.log("Warning: certificate will contain no principals (-n)");
    }
    if (line.has('D')) {
      throw ToolException.fatal("-D is not supported: keys of PKCS#11 tokens sign by an agent, -U");
    }
    CertificateType type = line.has('h') ? CertificateType.HOST : CertificateType.USER;
    CertificatePolicy policy = CertificatePolicy.of(type, line.options());
    List<String> principals = principals();
    Path caFile = Subject.expandTilde(line.value('s').orElseThrow());
    if (line.has('U')) {
      PublicKey ca = PublicKeyFile.load(caFile, "Cannot load CA public key").key();
      String notFound = "CA key " + caFile + " not found in agent";
      signAll(type, policy, principals, agent.require(ca, notFound));
      return 0;
    }
    try (PrivateKey ca = new PrivateKeys(line, console).load(caFile).key()) {
      signAll(type, policy, principals, ca);
    }
    return 0;
  }

  private void signAll(
      CertificateType type, CertificatePolicy policy, List<String> principals, Signer ca)
      throws ToolException, IOException {
    String algorithm = algorithm(ca.publicKey());
    long serial = line.serial();
    for (String operand : line.operands()) {
      sign(Subject.expandTilde(operand), type, policy, principals, serial, ca, algorithm);
      serial += line.serialGrows() ? 1 : 0;
    }
  }

  private List<String> principals() throws ToolException {
    if (line.value('n').isEmpty()) {
      return List.of();
    }
    List<String> names = List.of(line.value('n').get().split(",", -1));
    if (names.contains("")) {
      throw ToolException.fatal("Empty principal name");
    }
    if (names.size() > CertificateFields.MAXIMUM_PRINCIPALS) {
      throw ToolException.fatal("Too many certificate principals specified");
    }
    return names;
  }

  /** The best of the CA's, or the one that -t names. */
  private String algorithm(PublicKey ca) throws ToolException {
    String usual = ca.signatureAlgorithms().getFirst();
    Optional<String> wanted = line.value('t');
    if (wanted.isEmpty() || wanted.get().equalsIgnoreCase(usual)) {
      return usual;
    }
    if (ca.signatureAlgorithms().contains(wanted.get())) {
      return wanted.get();
    }
    if (!isOfFamily(wanted.get(), ca) || ca instanceof RsaPublicKey && wanted.get().contains("-")) {
      throw ToolException.fatal(
          "CA key type " + ca.type() + " doesn't match specified " + Printable.line(wanted.get()));
    }
    return usual;
  }

  private static boolean isOfFamily(String wanted, PublicKey ca) throws ToolException {
    KeyKind.Family family = KeyKind.named(Optional.of(ca.type())).family();
    try {
      return KeyKind.named(Optional.of(wanted)).family() == family;
    } catch (ToolException _) {
      return false; // no kind at all
    }
  }

  private void sign(
      Path file,
      CertificateType type,
      CertificatePolicy policy,
      List<String> principals,
      long serial,
      Signer ca,
      String algorithm)
      throws ToolException, IOException {
    PublicKeyFile pub = PublicKeyFile.load(file, "load pubkey");
    String name = Printable.line(file.toString());
    if (pub.key() instanceof Certificate) {
      throw ToolException.fatal(
          "do_ca_sign: key \"" + name + "\" type " + pub.key().typeName() + " cannot be certified");
    }
    Validity validity = line.validity();
    CertificateFields fields =
        new CertificateFields(
            pub.key(),
            type,
            serial,
            line.value('I').orElseThrow(),
            principals,
            validity.after(),
            validity.before(),
            policy.criticalOptions(),
            policy.extensions());
    Certificate certificate;
    try {
      certificate = Certificate.sign(fields, ca, algorithm, new SecureRandom());
    } catch (IOException e) {
      throw ToolException.fatal("Couldn't certify key " + name + ": " + e.getMessage());
    }
    Path out = target(file);
    PublicKeyFile.write(out, certificate, pub.comment().orElse(""));
    tell(out, fields);
  }

  /** {@code key-cert.pub} for {@code key} and {@code key.pub}. */
  private static Path target(Path file) {
    String name = file.toString();
    String base = name.endsWith(PUB) ? name.substring(0, name.length() - PUB.length()) : name;
    return Path.of(base + "-cert" + PUB);
  }

  private void tell(Path out, CertificateFields fields) throws IOException {
    if (line.quiet()) {
      return;
    }
    console.log(
        "Signed "
            + CertificateText.type(fields)
            + " key "
            + Printable.line(out.toString())
            + ": id \""
            + Printable.line(fields.keyId())
            + "\" serial "
            + Long.toUnsignedString(fields.serial())
            + line.value('n').map(names -> " for " + Printable.line(names)).orElse("")
            + " valid "
            + Validity.describe(fields));
  }
}
