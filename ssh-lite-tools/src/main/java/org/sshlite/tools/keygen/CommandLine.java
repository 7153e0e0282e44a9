package org.sshlite.tools.keygen;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sshlite.crypto.cert.FingerprintHash;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.Flags;
import org.sshlite.program.command.Flags.Flag;
import org.sshlite.program.command.ToolException;

/** The options of ssh-keygen(1), checked each by itself. */
final class CommandLine {
  private static final String LETTERS =
      "ABHKLQUXceghiklopquvyC:D:E:F:I:M:N:O:P:R:V:Y:Z:a:b:f:m:n:r:s:t:w:z:";
  private static final long MAXIMUM_BITS = 0xffff_ffffL;
  private static final int MAXIMUM_ROUNDS = 1 << 16;

  private final Flags flags;

  private CommandLine(Flags flags) {
    this.flags = flags;
  }

  static CommandLine parse(List<String> arguments) throws ToolException {
    Flags flags = Flags.parse(LETTERS, arguments);
    for (Flag flag : flags.all()) {
      check(flag);
    }
    CommandLine line = new CommandLine(flags);
    line.validity();
    return line;
  }

  private static void check(Flag flag) throws ToolException {
    String value = flag.value();
    Optional<String> problem =
        switch (flag.letter()) {
          case 'b' ->
              Numbers.problem(value, 1, MAXIMUM_BITS)
                  .map(why -> "Bits has bad value " + value + " (" + why + ")");
          case 'a' ->
              Numbers.problem(value, 1, MAXIMUM_ROUNDS)
                  .map(why -> "Invalid number: " + value + " (" + why + ")");
          case 'E' ->
              missing(FingerprintHash.byName(value), "Invalid hash algorithm \"" + value + "\"");
          case 'm' ->
              missing(KeyFormat.byName(value), "Unsupported conversion format \"" + value + "\"");
          case 'Z' -> missing(cipher(value), "Invalid OpenSSH-format cipher '" + value + "'");
          case 'z' ->
              serial(value).isEmpty()
                  ? Optional.of("Invalid serial number \"" + value + "\"")
                  : Optional.empty();
          default -> Optional.empty();
        };
    if (problem.isPresent()) {
      throw ToolException.fatal(Printable.line(problem.get()));
    }
  }

  private static Optional<String> missing(Optional<?> found, String problem) {
    return found.isPresent() ? Optional.empty() : Optional.of(problem);
  }

  private static Optional<KeyFileEncryption> cipher(String name) {
    try {
      return Optional.of(new KeyFileEncryption(name, KeyFileEncryption.DEFAULT.rounds()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static OptionalLong serial(String value) {
    return Numbers.unsigned(value.startsWith("+") ? value.substring(1) : value, 10);
  }

  /**
   * Refuses files where none are wanted, and the other way round, and what does not go together.
   */
  void checkOperands() throws ToolException {
    if (has('s') && operands().isEmpty() && !has('k')) {
      throw ToolException.usage("Too few arguments.");
    }
    if (!has('s') && !operands().isEmpty() && !has('k') && !has('Q') && !has('M')) {
      throw ToolException.usage("Too many arguments.");
    }
    if (has('p') && has('c')) {
      throw ToolException.usage("Can only have one of -p and -c.");
    }
    if (has('l') && (has('R') || has('H'))) {
      throw ToolException.usage("Cannot use -l with -H or -R.");
    }
  }

  /** Why what is asked for is not done, where ssh-keygen would do it. */
  Optional<String> unsupported() {
    for (char letter : new char[] {'D', 'K', 'M', 'w'}) {
      if (has(letter)) {
        return Optional.of("-" + letter + " is not supported: " + instead(letter));
      }
    }
    return Optional.empty();
  }

  private static String instead(char letter) {
    return switch (letter) {
      case 'D' -> "keys of PKCS#11 tokens are used through an agent";
      case 'K', 'w' -> "keys of security keys are used through an agent";
      default -> "groups for diffie-hellman-group-exchange are not made here";
    };
  }

  boolean has(char letter) {
    return flags.has(letter);
  }

  Optional<String> value(char letter) {
    return flags.value(letter);
  }

  /** {@code -O}, in order. */
  List<String> options() {
    return flags.values('O');
  }

  List<String> operands() {
    return flags.operands();
  }

  boolean quiet() {
    return has('q');
  }

  boolean verbose() {
    return has('v');
  }

  /** {@code -b}, 0 where it is not given. */
  long bits() {
    return value('b').map(Long::parseLong).orElse(0L);
  }

  /** The fingerprint as it is listed: {@code -B} has words for SHA-1, whatever {@code -E} says. */
  String listed(PublicKey key) {
    return has('B') ? FingerprintHash.SHA1.wordsOf(key) : fingerprintHash().of(key);
  }

  FingerprintHash fingerprintHash() {
    return value('E').flatMap(FingerprintHash::byName).orElse(FingerprintHash.SHA256);
  }

  /** The format to convert to or from. */
  KeyFormat format() {
    return value('m').flatMap(KeyFormat::byName).orElse(KeyFormat.RFC4716);
  }

  /** How key files are encrypted. */
  KeyFileEncryption encryption() {
    return new KeyFileEncryption(
        value('Z').orElse(KeyFileEncryption.DEFAULT.cipher()),
        value('a').map(Integer::parseInt).orElse(KeyFileEncryption.DEFAULT.rounds()));
  }

  Validity validity() throws ToolException {
    return value('V').isPresent() ? Validity.parse(value('V').get()) : Validity.FOREVER;
  }

  /** {@code -z}, uint64, 0 where it is not given. */
  long serial() {
    return value('z').map(text -> serial(text).orElseThrow()).orElse(0L);
  }

  /** {@code -z +1}: one more for each certificate. */
  boolean serialGrows() {
    return value('z').filter(text -> text.startsWith("+")).isPresent();
  }

  /** {@code -f}. */
  Optional<Path> file() {
    return value('f').map(Path::of);
  }
}
