package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.file.WholeFile;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;

/**
 * The user's certificates.
 *
 * @param paths CertificateFile; when there are none, those beside the keys count
 */
record CertificateFiles(List<Path> paths, Dialog dialog) {
  /** A certificate and where it stands. */
  record Found(Path file, Certificate certificate) {
    boolean is(Certificate other) {
      return certificate.equals(other);
    }
  }

  private static final String SUFFIX = "-cert.pub";
  private static final int LONGEST_FILE = 1 << 20;

  /** Where the key would be that a file named as an identity certifies; else the file itself. */
  static KeyLocation keyOf(KeyLocation location) {
    String name = String.valueOf(location.file().getFileName());
    return name.endsWith(SUFFIX) && name.length() > SUFFIX.length()
        ? new KeyLocation(
            location.file().resolveSibling(name.substring(0, name.length() - SUFFIX.length())),
            location.asked())
        : location;
  }

  /** Those of CertificateFile, each once. */
  List<Found> named() {
    List<Found> found = new ArrayList<>();
    for (Path path : new LinkedHashSet<>(paths)) {
      read(path, true)
          .filter(certificate -> found.stream().noneMatch(each -> each.is(certificate)))
          .ifPresent(certificate -> found.add(new Found(path, certificate)));
    }
    return List.copyOf(found);
  }

  /** The one beside a key. */
  Optional<Certificate> beside(KeyLocation key) {
    return read(key.file().resolveSibling(key.file().getFileName() + SUFFIX), false);
  }

  /** One that the user named as an identity. */
  Optional<Certificate> at(KeyLocation location) {
    return read(location.file(), true);
  }

  private Optional<Certificate> read(Path file, boolean wanted) {
    if (!Files.exists(file)) {
      return none(wanted, file, "No such file or directory");
    }
    try {
      var key =
          PublicKeyLine.parse(
              new String(WholeFile.read(file, LONGEST_FILE), StandardCharsets.UTF_8).strip(),
              // how long its key must be is judged with the key
              blob -> Certificate.readKeyOrCertificate(blob, RsaPublicKey.LEAST_MINIMUM_BITS));
      return key.key() instanceof Certificate certificate
              && certificate.fields().type() == CertificateType.USER
          ? Optional.of(certificate)
          : none(true, file, "not a user certificate");
    } catch (IOException | MalformedException e) {
      return none(true, file, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Certificate> none(boolean wanted, Path file, String problem) {
    dialog.tell(
        wanted ? Level.INFO : Level.DEBUG,
        "no certificate: " + Printable.line(file + ": " + problem));
    return Optional.empty();
  }
}
