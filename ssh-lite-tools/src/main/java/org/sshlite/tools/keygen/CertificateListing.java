package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** {@code -L}: what the certificates of a file say. */
final class CertificateListing implements Operation {
  private final CommandLine line;
  private final Console console;

  CertificateListing(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Path file = Subject.of(line, console, "Enter file in which the key is");
    boolean stdin = file.toString().equals("-");
    String name = stdin ? "(stdin)" : Printable.line(file.toString());
    List<String> lines = TextFile.lines(stdin ? TextFile.readAll(console.in()) : read(file, name));
    boolean found = false;
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).stripLeading();
      if (!text.isEmpty() && text.charAt(0) != '#') {
        found |= show(text, name, i + 1, stdin);
      }
    }
    return found ? 0 : 1;
  }

  private static byte[] read(Path file, String name) throws ToolException {
    try {
      return TextFile.read(file);
    } catch (IOException e) {
      // what ssh-keygen's two ways of looking at the file say
      String before = Files.exists(file) ? "fopen " : Program.NAME + ": ";
      throw ToolException.fatal(before + name + ": " + Reason.of(e));
    }
  }

  private boolean show(String text, String name, int number, boolean stdin) throws IOException {
    String where = name + ":" + number;
    try {
      if (KeyText.parse(text).key() instanceof Certificate certificate) {
        console.line((number == 1 && !stdin ? name : where) + ":");
        console.print(CertificateText.of(certificate, line.fingerprintHash()));
        return true;
      }
      console.log(where + " is not a certificate");
    } catch (MalformedException e) {
      console.log(where + ": invalid key: " + e.getMessage());
    }
    return false;
  }
}
