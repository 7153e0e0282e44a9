package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;

/**
 * The user's certificates.
 *
 * @param named CertificateFile; when there are none, those beside the keys count
 * @param used those that certify a key which was seen
 */
record CertificateFiles(List<Path> named, Dialog dialog, Set<Path> used) {
  CertificateFiles(List<Path> named, Dialog dialog) {
    this(named, dialog, new HashSet<>());
  }

  private static final String SUFFIX = "-cert.pub";
  private static final int LONGEST_FILE = 1 << 20;

  /** A file named as an identity that is a certificate stands for the key that it certifies. */
  static KeyLocation keyOf(KeyLocation location) {
    String name = String.valueOf(location.file().getFileName());
    return name.endsWith(SUFFIX) && name.length() > SUFFIX.length()
        ? new KeyLocation(
            location.file().resolveSibling(name.substring(0, name.length() - SUFFIX.length())),
            location.asked())
        : location;
  }

  /** A key of no file with each certificate for it that is named. */
  List<Identity> of(Identity key) {
    return of(key, named.stream(), _ -> true);
  }

  /**
   * The key with each certificate for it.
   *
   * @param given the identity as it was named: the key's file or its certificate's
   */
  List<Identity> of(Identity key, KeyLocation given) {
    Path file = keyOf(given).file();
    Path beside = file.resolveSibling(file.getFileName() + SUFFIX);
    boolean asked = given.file().equals(beside);
    Stream<Path> files =
        asked || named.isEmpty()
            ? Stream.concat(Stream.of(beside), named.stream())
            : named.stream();
    return of(key, files, path -> named.contains(path) || asked);
  }

  private List<Identity> of(Identity key, Stream<Path> files, Predicate<Path> wanted) {
    return files
        .distinct()
        .flatMap(
            path ->
                read(path, wanted.test(path))
                    .filter(certificate -> certificate.key().equals(key.publicKey()))
                    .map(certificate -> certified(key, certificate, path))
                    .stream())
        .toList();
  }

  private Identity certified(Identity key, Certificate certificate, Path path) {
    used.add(path);
    return key.certifiedBy(certificate);
  }

  /** Tells of the named ones for which no key turned up; once all keys are known. */
  void tellUnused() {
    named.stream()
        .filter(used::add)
        .forEach(
            path ->
                dialog.tell(
                    Level.DEBUG,
                    "no separate private key for certificate \""
                        + Printable.line(path.toString())
                        + "\""));
  }

  private Optional<Certificate> read(Path file, boolean wanted) {
    if (!Files.exists(file)) {
      return none(wanted, file, "No such file or directory");
    }
    try {
      if (Files.size(file) > LONGEST_FILE) {
        return none(true, file, "too long");
      }
      var key =
          PublicKeyLine.parse(
              Files.readString(file).strip(),
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
