package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.FileEdit;
import org.sshlite.knownhosts.KnownHost;
import org.sshlite.knownhosts.KnownHostsEdits;
import org.sshlite.knownhosts.Marker;
import org.sshlite.knownhosts.NamedLine;
import org.sshlite.knownhosts.Problem;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;
import org.sshlite.tools.HashedHost;

/** {@code -F}, {@code -R}, {@code -H}: finds, removes and hashes hosts of a known_hosts file. */
final class KnownHostsOperation implements Operation {
  private final CommandLine line;
  private final Console console;
  private final Path file;
  private final String name;

  KnownHostsOperation(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
    this.file =
        line.file()
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"));
    this.name = Printable.line(file.toString());
  }

  @Override
  public int run() throws ToolException, IOException {
    if (!Files.exists(file)) {
      throw ToolException.fatal("Cannot stat " + name + ": No such file or directory");
    }
    if (line.has('F')) {
      return find(line.value('F').orElseThrow());
    }
    return line.has('R') ? remove(line.value('R').orElseThrow()) : hash();
  }

  /** An edit of the file, whose failures are all told alike. */
  @FunctionalInterface
  private interface Edit<T> {
    T run() throws IOException;
  }

  private <T> T edit(Edit<T> edit) throws ToolException {
    try {
      return edit.run();
    } catch (IOException e) {
      throw ToolException.fatal(name + ": " + Reason.of(e));
    }
  }

  private int find(String host) throws ToolException, IOException {
    List<NamedLine> found = edit(() -> KnownHostsEdits.find(file, host));
    if (line.has('l')) {
      // as ssh-keygen: a line whose key cannot be read has no fingerprint, and is none of the
      // host's
      found =
          found.stream().filter(entry -> KnownHostsEdits.decode(file, entry).isPresent()).toList();
    }
    for (NamedLine entry : found) {
      if (!line.quiet()) {
        console.line(foundAt(host, entry) + " " + label(entry.marker()));
      }
      show(host, entry);
    }
    return found.isEmpty() ? 1 : 0;
  }

  private static String foundAt(String host, NamedLine entry) {
    return "# Host " + Printable.line(host) + " found: line " + entry.number();
  }

  private static String label(Marker marker) {
    return switch (marker) {
      case NONE -> "";
      case CERT_AUTHORITY -> "CA";
      case REVOKED -> "REVOKED";
    };
  }

  private void show(String host, NamedLine entry) throws IOException {
    if (line.has('H')) {
      asBytes(String.join("\n", hashed(entry)));
    } else if (line.has('l')) {
      showFingerprint(host, KnownHostsEdits.decode(file, entry).orElseThrow());
    } else {
      asBytes(entry.text());
    }
  }

  /** With {@code -F -H} the file stays as it is, and the lines are shown as they would become. */
  private static List<String> hashed(NamedLine entry) {
    boolean plain =
        entry.marker() == Marker.NONE
            && !entry.names().startsWith("|")
            && entry.names().chars().noneMatch(c -> "*?!".indexOf(c) >= 0);
    return plain
        ? List.of(entry.names().split(",")).stream()
            .filter(host -> !host.isEmpty())
            .map(host -> HashedHost.of(host.toLowerCase(Locale.ROOT)) + " " + entry.key())
            .toList()
        : List.of(entry.text());
  }

  /** Lines of the file are given back to the byte, for programs that read them. */
  private void asBytes(String text) throws IOException {
    console.out().write((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Text of the file, a char for each byte, as a person reads it. */
  private static String decoded(String text) {
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void showFingerprint(String host, KnownHost known) throws IOException {
    PublicKey key = known.key();
    console.line(
        Printable.line(host)
            + " "
            + key.typeName()
            + " "
            + line.listed(key)
            + (known.comment().isEmpty() ? "" : " " + KeyText.printable(decoded(known.comment()))));
    if (line.verbose()) {
      console.line(line.fingerprintHash().pictureOf(key));
    }
  }

  private int remove(String host) throws ToolException, IOException {
    FileEdit edit = edit(() -> KnownHostsEdits.remove(file, host));
    tellProblems(edit);
    if (edit.changed().isEmpty()) {
      console.log("Host " + Printable.line(host) + " not found in " + name);
      return 0;
    }
    for (NamedLine entry : edit.changed()) {
      if (!line.quiet()) {
        console.line(foundAt(host, entry));
      }
    }
    tellUpdated();
    return 0;
  }

  private int hash() throws ToolException, IOException {
    FileEdit edit = edit(() -> KnownHostsEdits.hash(file));
    tellProblems(edit);
    for (NamedLine entry : edit.kept()) {
      if (entry.names().chars().anyMatch(c -> "*?!".indexOf(c) >= 0)) {
        console.log(
            name
                + ":"
                + entry.number()
                + ": ignoring host name with wildcard: "
                + Printable.line(decoded(entry.names())));
      }
    }
    if (!edit.changed().isEmpty()) {
      tellUpdated();
      console.log("WARNING: " + name + ".old contains unhashed entries");
      console.log("Delete this file to ensure privacy of hostnames");
    }
    return 0;
  }

  private void tellProblems(FileEdit edit) throws IOException {
    for (Problem problem : edit.problems()) {
      console.log(problem.toString());
    }
  }

  private void tellUpdated() throws IOException {
    console.line(name + " updated.");
    console.line("Original contents retained as " + name + ".old");
  }
}
