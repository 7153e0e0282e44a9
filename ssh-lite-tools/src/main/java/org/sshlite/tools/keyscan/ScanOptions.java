package org.sshlite.tools.keyscan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sshlite.client.config.AddressFamily;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.Flags;
import org.sshlite.program.command.Flags.Flag;
import org.sshlite.program.command.ToolException;
import org.sshlite.program.config.TimeSpan;
import org.sshlite.tools.SshfpLines;

/**
 * What is scanned for, and how it is printed.
 *
 * @param timeout for each connection, and then for each answer
 * @param certificates {@code -c}
 * @param hashesNames {@code -H}
 * @param quiet {@code -q}
 * @param verbose {@code -v}
 * @param sshfp {@code -D}
 * @param hashes of SSHFP records; empty for all
 */
record ScanOptions(
    AddressFamily family,
    int port,
    Duration timeout,
    Set<KeyKind> kinds,
    boolean certificates,
    boolean hashesNames,
    boolean quiet,
    boolean verbose,
    boolean sshfp,
    Optional<List<SshfpLines.Hash>> hashes) {
  static final String LETTERS = "cDHqv46O:p:T:t:f:";

  private static final int DEFAULT_PORT = 22; // RFC 4253 §4
  private static final String HASH = "hashalg=";

  static ScanOptions of(Flags flags) throws ToolException {
    Optional<List<SshfpLines.Hash>> hashes = Optional.empty();
    for (String option : flags.values('O')) {
      if (!option.startsWith(HASH)) {
        throw ToolException.fatal("Unsupported -O option");
      }
      hashes = Optional.of(SshfpLines.hashes(option.substring(HASH.length())));
    }
    return new ScanOptions(
        family(flags),
        flags.value('p').isPresent() ? port(flags.value('p').get()) : DEFAULT_PORT,
        timeout(flags.value('T').orElse("5")),
        flags.value('t').isPresent()
            ? KeyKind.parse(flags.value('t').get())
            : EnumSet.allOf(KeyKind.class),
        flags.has('c'),
        flags.has('H'),
        flags.has('q'),
        flags.has('v'),
        flags.has('D'),
        hashes);
  }

  /** The last one counts. */
  private static AddressFamily family(Flags flags) {
    return flags.all().stream()
        .map(Flag::letter)
        .filter(letter -> letter == '4' || letter == '6')
        .reduce((_, last) -> last)
        .map(letter -> letter == '4' ? AddressFamily.INET : AddressFamily.INET6)
        .orElse(AddressFamily.ANY);
  }

  private static int port(String text) throws ToolException {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      throw ToolException.ending(1, "Bad port '" + Printable.line(text) + "'");
    }
    return port;
  }

  private static Duration timeout(String text) throws ToolException {
    return TimeSpan.parse(text)
        .filter(Duration::isPositive)
        .orElseThrow(() -> ToolException.usage("Bad timeout '" + Printable.line(text) + "'"));
  }

  /** A host's name as known_hosts has it, not hashed. */
  String knownHost(String name) {
    String host = port == DEFAULT_PORT ? name : "[" + name + "]:" + port;
    return host.toLowerCase(Locale.ROOT);
  }

  /** Whether names that belong together can share a line. */
  boolean sharesLines() {
    return !certificates && !hashesNames && port == DEFAULT_PORT;
  }
}
