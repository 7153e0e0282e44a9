package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.program.system.UserEnvironment;

/** {@code !} and {@code lls}: the user's own shell, in our folder. */
record LocalShell(Screen screen) {
  void list(Path folder, String arguments) throws IOException {
    run(folder, arguments.isEmpty() ? "ls" : "ls " + arguments);
  }

  /**
   * @param command empty for a shell to type into
   */
  void run(Path folder, String command) throws IOException {
    String set = System.getenv("SHELL");
    String shell = set == null || set.isEmpty() ? "/bin/sh" : set;
    List<String> words = command.isEmpty() ? List.of(shell) : List.of(shell, "-c", command);
    screen.out().flush();
    try {
      int status =
          UserEnvironment.program(words).directory(folder.toFile()).inheritIO().start().waitFor();
      if (status > 128) {
        screen.error("Shell exited abnormally");
      } else if (status != 0) {
        screen.error("Shell exited with status " + status);
      }
    } catch (InterruptedException _) {
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      screen.error("Couldn't execute \"" + shell + "\": " + e.getMessage());
    }
  }
}
