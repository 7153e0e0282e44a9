package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.cert.KrlListing;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -Q}: whether keys are revoked, and with {@code -l} what else is. */
final class KrlQuery implements Operation {
  private final CommandLine line;
  private final Console console;

  KrlQuery(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file =
        line.file().orElseThrow(() -> ToolException.fatal("KRL checking requires an input file"));
    Krl krl = load(file);
    if (line.has('l')) {
      console.print(KrlListing.of(krl, ZoneId.systemDefault()));
    }
    boolean any = false;
    for (String operand : line.operands()) {
      PublicKeyFile key =
          PublicKeyFile.require(
              Path.of(operand), "Cannot load public key " + Printable.line(operand));
      boolean revoked = krl.query(key.key()).isPresent();
      any |= revoked;
      console.line(
          Printable.line(operand)
              + key.comment().map(text -> " (" + KeyText.printable(text) + ")").orElse("")
              + ": "
              + (revoked ? "REVOKED" : "ok"));
    }
    return any ? 1 : 0;
  }

  static Krl load(Path file) throws ToolException {
    String name = Printable.line(file.toString());
    try {
      return Krl.read(TextFile.read(file));
    } catch (MalformedException e) {
      throw ToolException.fatal("Invalid KRL file " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw ToolException.fatal("Unable to load KRL " + name + ": " + Reason.of(e));
    }
  }
}
