package org.sshlite.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sshlite.client.config.Destination;
import org.sshlite.client.config.JumpHosts;
import org.sshlite.client.config.Tokens;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.system.ShellWord;

/**
 * A jump host as ssh has it: another call of the program, with {@code -W}. Where it is to be a
 * master, its connection may outlive the one that goes through it, so it is not this process's.
 */
record HopCommand(List<String> arguments) {
  private static final String CLASS_PATH = "-cp";
  private static final String PROGRAM = "org.sshlite.client.main.Main";

  /** How many were called one by another: their files may lead in a circle. */
  static final String DEPTH = "ssh-lite.hops";

  private static final String TERMINALS = "-Dssh-lite.terminals=";

  /**
   * @param earlier where {@code hop} is reached from; empty for its own files to say
   * @param configFile of {@code -F}
   * @param target what is reached from it
   */
  static HopCommand of(
      Destination hop,
      List<Destination> earlier,
      Optional<String> configFile,
      LogLevel level,
      Tokens target) {
    List<String> arguments = new ArrayList<>();
    hop.user().ifPresent(user -> arguments.addAll(List.of("-l", user)));
    hop.port().ifPresent(port -> arguments.addAll(List.of("-p", "" + port)));
    if (!earlier.isEmpty()) {
      arguments.addAll(List.of("-J", JumpHosts.of(earlier).text()));
    }
    configFile.ifPresent(file -> arguments.addAll(List.of("-F", file)));
    int verbosity = level.ordinal() - LogLevel.VERBOSE.ordinal();
    if (verbosity > 0) {
      arguments.add("-" + "v".repeat(verbosity));
    }
    arguments.addAll(List.of("-W", "[" + target.host() + "]:" + target.port(), "--", hop.host()));
    return new HopCommand(arguments);
  }

  /**
   * For a shell; empty where it is not known how this process was started.
   *
   * @param depth how many were called before it
   */
  Optional<String> line(int depth) throws IOException {
    List<String> line = new ArrayList<>();
    for (byte[] each : LightStart.whole(OwnCommand.words())) {
      String word = new String(each, StandardCharsets.UTF_8);
      if (!line.isEmpty() && line.getLast().equals(CLASS_PATH)) {
        line.add(1, "-D" + DEPTH + "=" + depth);
        line.addAll(List.of(word, PROGRAM));
        line.addAll(arguments);
        // the launcher's, in which arguments are more than ASCII; the program is to undo it
        String locale = System.getenv().getOrDefault("LC_ALL", "");
        String variable = locale.isEmpty() ? "" : "env LC_ALL=" + ShellWord.of(locale) + " ";
        return Optional.of(
            variable + line.stream().map(ShellWord::of).collect(Collectors.joining(" ")));
      }
      // its standard input and output are our connection
      if (word.startsWith(TERMINALS)) {
        word = TERMINALS + (word.endsWith("2") ? "2" : "");
      }
      boolean isDepth = word.startsWith("-D" + DEPTH + "=");
      if (!isDepth && !Background.isMark(word) && !LightStart.isMark(word)) {
        line.add(word);
      }
    }
    return Optional.empty();
  }
}
