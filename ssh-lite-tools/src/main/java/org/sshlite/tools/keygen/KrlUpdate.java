package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -k}: makes a key revocation list, or with {@code -u} adds to one. */
final class KrlUpdate implements Operation {
  private static final String MODE = "rw-r--r--";

  private final CommandLine line;
  private final Console console;

  KrlUpdate(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file =
        line.file()
            .orElseThrow(() -> ToolException.fatal("KRL generation requires an output file"));
    String name = Printable.line(file.toString());
    if (line.has('u') && !Files.exists(file)) {
      throw ToolException.fatal("KRL \"" + name + "\" does not exist");
    }
    KrlSpecification.Authority ca = authority();
    Krl krl = start(file);
    for (String operand : line.operands()) {
      boolean stdin = operand.equals("-");
      String source = stdin ? "(standard input)" : operand;
      if (!line.quiet()) {
        console.line("Revoking from " + Printable.line(source));
      }
      byte[] text = stdin ? TextFile.readAll(console.in()) : read(operand);
      new KrlSpecification(Printable.line(source), krl, ca).apply(TextFile.lines(text));
    }
    try {
      TextFile.replace(file, krl.write(), MODE);
      return 0;
    } catch (IOException e) {
      throw ToolException.fatal("write " + name + ": " + Reason.of(e));
    }
  }

  private static byte[] read(String operand) throws ToolException {
    try {
      return TextFile.read(Subject.expandTilde(operand));
    } catch (IOException e) {
      throw ToolException.fatal("fopen " + Printable.line(operand) + ": " + Reason.of(e));
    }
  }

  /** Whose certificates serial numbers and key ids are about. */
  private KrlSpecification.Authority authority() throws ToolException {
    Optional<String> ca = line.value('s');
    if (ca.isEmpty()) {
      return new KrlSpecification.Authority.None();
    }
    if (ca.get().equalsIgnoreCase("none")) {
      return new KrlSpecification.Authority.Of(Optional.empty());
    }
    PublicKey key =
        PublicKeyFile.load(Subject.expandTilde(ca.get()), "Cannot load CA public key").key();
    return new KrlSpecification.Authority.Of(Optional.of(key));
  }

  private Krl start(Path file) throws ToolException {
    long now = Instant.now().getEpochSecond();
    if (!line.has('u')) {
      return new Krl(line.serial(), now, line.value('C').orElse(""));
    }
    Krl old = KrlQuery.load(file);
    return old.renewed(
        line.serial() != 0 ? line.serial() : old.version(),
        now,
        line.value('C').orElse(old.comment()));
  }
}
