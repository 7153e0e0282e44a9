package org.sshlite.knownhosts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** OpenSSH's ssh-keygen, the reference for the format. */
final class SshKeygen {
  private static final Pattern FOUND =
      Pattern.compile("# Host .* found: line (\\d+) ?(CA|REVOKED|)");

  private SshKeygen() {}

  /** What a run printed on its standard output, a char for each byte, and how it ended. */
  record Result(int status, String output) {}

  /** A line that -F found, in the words of our own answer. */
  record Found(int number, Marker marker, String text) {}

  /** Skips the test where the program is missing, or fails it where peers are required. */
  static void require() {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ssh-keygen")));
    if (!installed && "required".equals(System.getProperty("peers"))) {
      throw new AssertionError("ssh-keygen is required and not installed");
    }
    assumeTrue(installed, "ssh-keygen is not installed");
  }

  static Result run(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return new Result(process.waitFor(), output);
  }

  /** The answer of -F. */
  static List<Found> find(Path file, String name) throws IOException, InterruptedException {
    List<Found> found = new ArrayList<>();
    String[] lines = run("-F", name, "-f", file).output().split("\n");
    for (int i = 0; i + 1 < lines.length; i += 2) {
      Matcher matcher = FOUND.matcher(lines[i]);
      if (!matcher.matches()) {
        throw new AssertionError("unexpected: " + lines[i]);
      }
      Marker marker =
          switch (matcher.group(2)) {
            case "CA" -> Marker.CERT_AUTHORITY;
            case "REVOKED" -> Marker.REVOKED;
            default -> Marker.NONE;
          };
      found.add(new Found(Integer.parseInt(matcher.group(1)), marker, lines[i + 1]));
    }
    return found;
  }
}
