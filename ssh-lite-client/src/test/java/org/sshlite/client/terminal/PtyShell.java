package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shell command on a pseudo-terminal of its own, by script(1). What it shows is kept. */
final class PtyShell implements AutoCloseable {
  private final Process process;
  private final StringBuilder shown = new StringBuilder();

  private PtyShell(Process process) {
    this.process = process;
  }

  /** Skips the test without util-linux's script, or fails it where peers are required. */
  static void requireInstalled() {
    boolean installed;
    try {
      Process version = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
      installed =
          new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .contains("util-linux");
    } catch (IOException _) {
      installed = false;
    }
    if (!installed && "required".equals(System.getProperty("peers"))) {
      fail("script (util-linux) is not installed, and -Dpeers=required");
    }
    assumeTrue(installed, "script (util-linux) is not installed");
  }

  /** Runs {@link TerminalProbe} with an argument, then the rest of a shell command. */
  static PtyShell probe(String argument, String then) throws IOException {
    return probe(argument, ":", then);
  }

  /** As {@link #probe(String, String)}, with a command before it. */
  static PtyShell probe(String argument, String first, String then) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "%s; '%s' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' %s %s; %s"
            .formatted(
                first,
                java,
                System.getProperty("java.class.path"),
                TerminalProbe.class.getName(),
                argument,
                then);
    // whoever started the tests in the background had SIGINT ignored, and that is inherited
    List<String> onTerminal =
        List.of("env", "--default-signal=INT,QUIT", "script", "-qec", command, "/dev/null");
    ProcessBuilder builder = new ProcessBuilder(onTerminal).redirectErrorStream(true);
    builder.environment().put("SHELL", "/bin/sh");
    return new PtyShell(builder.start());
  }

  /** Reads until {@code text} is shown. */
  void await(String text) throws IOException {
    while (shown.indexOf(text) < 0) {
      int c = process.getInputStream().read();
      if (c < 0) {
        fail("ended without showing \"" + text + "\": " + shown);
      }
      shown.append((char) c);
    }
  }

  void type(String text) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(text.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** Sends a signal to the probe, which has shown its process number. */
  void signalProbe(String signal) throws IOException, InterruptedException {
    Matcher pid = Pattern.compile("pid ([0-9]+)").matcher(shown);
    if (!pid.find()) {
      fail("no process number: " + shown);
    }
    new ProcessBuilder("kill", "-" + signal, pid.group(1)).start().waitFor();
  }

  /** Everything that was shown, to the end. */
  String rest() throws IOException {
    shown.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    return shown.toString();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
