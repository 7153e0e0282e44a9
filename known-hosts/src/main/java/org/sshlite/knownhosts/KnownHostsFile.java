package org.sshlite.knownhosts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;

/**
 * What one known_hosts file held when it was read.
 *
 * @param name its path, or what stands for it
 * @param source who is answerable for it
 * @param text its content
 */
record KnownHostsFile(String name, KnownHost.Source source, String text) {
  // over two million lines; a device that never ends must not fill the memory
  private static final int MAXIMUM_BYTES = 256 << 20;

  /** A file that is not there is an empty one. */
  static KnownHostsFile read(Path path, KnownHost.Source source) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
      if (bytes.length > MAXIMUM_BYTES) {
        throw new IOException("more than " + (MAXIMUM_BYTES >> 20) + " MiB");
      }
      return new KnownHostsFile(path.toString(), source, FileText.of(bytes));
    } catch (NoSuchFileException _) {
      return new KnownHostsFile(path.toString(), source, "");
    }
  }

  /** All lines, in order. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    scan((number, start, end) -> lines.add(LineParser.parse(number, text.substring(start, end))));
    return lines;
  }

  /**
   * The lines that name {@code name}, as ssh-keygen -F finds them: their keys may be unreadable.
   */
  List<Line.Entry> linesFor(String name) {
    NameMatcher matcher = new NameMatcher(name);
    List<Line.Entry> found = new ArrayList<>();
    scan(
        (number, start, end) -> {
          if (matcher.matchesLine(text, start, end)
              && LineParser.parse(number, text.substring(start, end)) instanceof Line.Entry entry) {
            found.add(entry);
          }
        });
    return found;
  }

  /** A line, without its newline, in the text. */
  private interface LineVisitor {
    void line(int number, int start, int end);
  }

  private void scan(LineVisitor visitor) {
    int number = 1;
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      visitor.line(number++, start, end);
      start = end + 1;
    }
  }

  /** The entries that name {@code name} and have a key that can be read. */
  List<KnownHost> hostsFor(String name, Consumer<Problem> problems) {
    return linesFor(name).stream().flatMap(line -> decode(line, problems).stream()).toList();
  }

  /** The entries with exactly {@code key} and no marker, whatever they name. */
  List<KnownHost> hostsWith(PublicKey key) {
    if (!text.contains(NewLines.key(key))) {
      return List.of(); // an encoder writes a key in one way only
    }
    return lines().stream()
        .flatMap(line -> line instanceof Line.Entry entry ? Stream.of(entry) : Stream.empty())
        .filter(line -> line.marker() == Marker.NONE && line.text().contains(NewLines.key(key)))
        .flatMap(line -> decode(line, _ -> {}).stream())
        .filter(line -> line.key().equals(key))
        .toList();
  }

  /** The lines that are no entries, and the entries whose keys cannot be read. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (Line line : lines()) {
      switch (line) {
        case Line.Broken broken -> problems.add(Problem.of(at(broken), broken.problem()));
        case Line.Entry entry -> decode(entry, problems::add);
        case Line.Comment _ -> {}
      }
    }
    return problems;
  }

  Optional<KnownHost> decode(Line.Entry line, Consumer<Problem> problems) {
    String[] fields = line.key().split("[ \t]+", 3);
    String comment = fields.length > 2 ? fields[2].strip() : "";
    try {
      PublicKey key = read(line.marker(), Base64.getDecoder().decode(fields[1].strip()));
      if (key.type().equals(SignatureAlgorithms.keyType(fields[0]))) {
        return Optional.of(
            new KnownHost(at(line), source, line.marker(), line.names(), plain(key), comment));
      }
      problems.accept(Problem.of(at(line), "the key is not of the type that the line says"));
    } catch (MalformedException e) {
      problems.accept(Problem.of(at(line), "the key cannot be read: " + e.problem()));
    } catch (IllegalArgumentException _) {
      problems.accept(Problem.of(at(line), "the key is not base64"));
    }
    return Optional.empty();
  }

  /**
   * RSA keys may be short, for a host must not become unknown because its key is weak. A
   * certificate stands for its key where that is revoked, and proves nothing elsewhere.
   */
  private static PublicKey read(Marker marker, byte[] blob) throws MalformedException {
    return marker == Marker.REVOKED
        ? Certificate.readKeyOrCertificate(blob, RsaPublicKey.LEAST_MINIMUM_BITS)
        : PublicKeys.read(blob, RsaPublicKey.LEAST_MINIMUM_BITS);
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }

  private Location at(Line line) {
    return new Location(name, line.number());
  }
}
