package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** The key file that a run is about: named by {@code -f}, or asked for. */
final class Subject {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private Subject() {}

  /**
   * @param question what is asked where there is no {@code -f}
   */
  static Path of(CommandLine line, Console console, String question)
      throws ToolException, IOException {
    if (line.file().isPresent()) {
      return line.file().get();
    }
    Path usual = HOME.resolve(".ssh").resolve(KeyKind.named(line.value('t')).fileName());
    console.print(question + " (" + usual + "): ");
    Optional<String> answer = console.answer();
    if (answer.isEmpty()) {
      throw ToolException.ending(1, "");
    }
    return answer.get().isEmpty() ? usual : Path.of(answer.get());
  }

  /** An existing one. */
  static Path existing(CommandLine line, Console console) throws ToolException, IOException {
    Path file = of(line, console, "Enter file in which the key is");
    if (!Files.exists(file)) {
      throw missing(file);
    }
    return file;
  }

  static ToolException missing(Path file) {
    return ToolException.fatal(Printable.line(file.toString()) + ": No such file or directory");
  }

  /** Whether a file may be written: it is not there, or the user says so. */
  static boolean mayWrite(Path file, Console console) throws IOException {
    if (!Files.exists(file)) {
      return true;
    }
    console.line(Printable.line(file.toString()) + " already exists.");
    console.print("Overwrite (y/n)? ");
    return console.answer().filter(answer -> answer.matches("[yY].*")).isPresent();
  }

  /** Makes ~/.ssh if that is where the file goes. */
  static void createFolder(Path file, boolean quiet, Console console) throws IOException {
    Path folder = HOME.resolve(".ssh");
    if (!file.toAbsolutePath().startsWith(folder) || Files.exists(folder)) {
      return;
    }
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!quiet) {
        console.log("Created directory '" + folder + "'.");
      }
    } catch (IOException e) {
      console.log("Could not create directory '" + folder + "' (" + Reason.of(e) + ").");
    }
  }

  /** {@code ~/} in front stands for the home folder. */
  static Path expandTilde(String name) {
    return name.startsWith("~/") ? HOME.resolve(name.substring(2)) : Path.of(name);
  }
}
