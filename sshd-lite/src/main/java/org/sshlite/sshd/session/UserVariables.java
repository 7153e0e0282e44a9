package org.sshlite.sshd.session;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.permit.SessionPermit;
import org.sshlite.sshd.process.OpenedFile;

/**
 * The variables that a user sets for all of his sessions: by {@code environment=} of his keys, and
 * in {@code ~/.ssh/environment}, where PermitUserEnvironment lets him.
 */
record UserVariables(SessionPermit permit, Actor actor) {
  // as OpenSSH
  private static final int MOST_LINES = 1000;

  // bytes: what a process can be given at all, in most systems
  private static final int MOST = 128 * 1024;

  private static final Logger LOG = System.getLogger("session");

  /**
   * Each {@code NAME=value}, later ones over earlier ones. Reads a file.
   *
   * @param complaint what is wrong in it, for the user: the lines are his own
   */
  List<String> read(Consumer<String> complaint) {
    if (!permit.userEnvironment().any()) {
      return List.of();
    }
    List<String> variables = new ArrayList<>(permit.environmentOfKeys());
    variables.addAll(ofFile(complaint));
    variables.removeIf(variable -> !permit.userEnvironment().permits(name(variable)));
    return variables;
  }

  private static String name(String variable) {
    return variable.substring(0, variable.indexOf('='));
  }

  private List<String> ofFile(Consumer<String> complaint) {
    Path file = Path.of(actor.account().home(), ".ssh", "environment");
    String shown = Printable.line(file.toString());
    try {
      // with his own rights: a link to another's file tells him nothing
      byte[] bytes =
          actor.call(
              () -> {
                try (OpenedFile opened = OpenedFile.open(file)) {
                  return opened.read(MOST);
                }
              });
      return parse(new String(bytes, StandardCharsets.UTF_8), shown, complaint);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      LOG.log(Level.INFO, "Could not read " + shown + ": " + Printable.line(e.getMessage()));
      return List.of();
    }
  }

  private static List<String> parse(String text, String file, Consumer<String> complaint)
      throws IOException {
    List<String> variables = new ArrayList<>();
    int number = 0;
    for (String whole : text.split("\n")) {
      String line = whole.replaceFirst("^[ \t]+", "");
      if (++number > MOST_LINES) {
        throw new IOException("more than " + MOST_LINES + " lines");
      }
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      // a process cannot be given one with a NUL
      if (line.indexOf('=') < 0 || line.indexOf(0) >= 0) {
        complaint.accept("Bad line " + number + " in " + file);
      } else {
        variables.add(line);
      }
    }
    return variables;
  }
}
