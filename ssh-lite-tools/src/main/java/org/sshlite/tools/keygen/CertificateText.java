package org.sshlite.tools.keygen;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.FingerprintHash;
import org.sshlite.crypto.wire.MalformedException;

/** A certificate as ssh-keygen -L shows it. Nothing of its text reaches the screen unescaped. */
final class CertificateText {
  private static final String ITEM = "\n                ";
  private static final Set<String> EXTENSIONS =
      Set.of(
          "permit-X11-forwarding",
          "permit-agent-forwarding",
          "permit-port-forwarding",
          "permit-pty",
          "permit-user-rc",
          "no-touch-required");
  private static final Set<String> TEXT_OPTIONS = Set.of("force-command", "source-address");

  private CertificateText() {}

  /** Whole lines. */
  static String of(Certificate certificate, FingerprintHash hash) {
    CertificateFields fields = certificate.fields();
    return field("Type", certificate.type() + " " + type(fields) + " certificate")
        + field("Public key", certificate.typeName() + " " + hash.of(certificate))
        + field(
            "Signing CA",
            certificate.caKey().typeName()
                + " "
                + hash.of(certificate.caKey())
                + " (using "
                + certificate.caAlgorithm()
                + ")")
        + field("Key ID", "\"" + KeyText.printable(fields.keyId()) + "\"")
        + field("Serial", Long.toUnsignedString(fields.serial()))
        + field("Valid", Validity.describe(fields))
        + list("Principals", fields.principals().stream().map(KeyText::printable).toList())
        + list(
            "Critical Options",
            fields.criticalOptions().stream().map(CertificateText::critical).toList())
        + list("Extensions", fields.extensions().stream().map(CertificateText::extension).toList());
  }

  static String type(CertificateFields fields) {
    return fields.type() == CertificateType.HOST ? "host" : "user";
  }

  private static String field(String name, String value) {
    return "        " + name + ": " + value + "\n";
  }

  private static String list(String name, List<String> items) {
    return field(name, items.isEmpty() ? "(none)" : ITEM + String.join(ITEM, items));
  }

  private static String critical(CertificateOption option) {
    if (option.isFlag() && option.name().equals("verify-required")) {
      return option.name();
    }
    try {
      return TEXT_OPTIONS.contains(option.name())
          ? option.name() + " " + KeyText.printable(option.text())
          : unknown(option);
    } catch (MalformedException _) {
      return unknown(option);
    }
  }

  private static String extension(CertificateOption option) {
    return option.isFlag() && EXTENSIONS.contains(option.name()) ? option.name() : unknown(option);
  }

  private static String unknown(CertificateOption option) {
    return option.name()
        + (option.isFlag()
            ? " UNKNOWN FLAG OPTION"
            : " UNKNOWN OPTION: "
                + HexFormat.of().formatHex(option.data())
                + " (len "
                + option.data().length
                + ")");
  }
}
