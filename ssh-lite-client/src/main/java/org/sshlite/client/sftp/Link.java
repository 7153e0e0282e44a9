package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sshlite.client.command.PipedSession;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.sftp.client.SftpClient;

/** The way to a server: a connection of our own or of a master, or a process that has one. */
final class Link implements AutoCloseable {
  private static final int FAREWELL_SECONDS = 5;

  /** Of a server behind a program: no name has come. */
  private static final String UNKNOWN = "";

  /** Ctrl-C reaches all that run at the terminal: it is to end a transfer, and not the way. */
  private static final String DEAF_TO_INTERRUPTS =
      """
      trap '' INT
      command -v "$1" >/dev/null || {
        echo "exec: $1: No such file or directory" >&2
        exit 1
      }
      exec "$@"
      """;

  private final SftpClient client;
  private final AutoCloseable below;

  private Link(SftpClient client, AutoCloseable below) {
    this.client = client;
    this.below = below;
  }

  SftpClient client() {
    return client;
  }

  /**
   * Connects as arguments of ssh(1) say.
   *
   * @param program in place of our own client
   * @param limit bytes a second; 0 for none
   */
  static Link connect(Optional<String> program, List<String> arguments, long limit)
      throws IOException {
    if (program.isPresent()) {
      List<String> command = new ArrayList<>(List.of(program.get()));
      command.addAll(arguments);
      return start(command, limit);
    }
    PipedSession session =
        PipedSession.start(arguments).orElseThrow(() -> new IOException("Connection closed"));
    return open(session.input(), session.output(), session.software(), session, limit);
  }

  /** Starts a server, or a program that reaches one. */
  static Link start(List<String> command, long limit) throws IOException {
    List<String> words = new ArrayList<>(List.of("sh", "-c", DEAF_TO_INTERRUPTS, "sh"));
    words.addAll(command);
    Process process = UserEnvironment.program(words).redirectError(Redirect.INHERIT).start();
    return open(
        process.getInputStream(),
        process.getOutputStream(),
        UNKNOWN,
        () -> {
          if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
          }
        },
        limit);
  }

  private static Link open(
      InputStream in, OutputStream out, String software, AutoCloseable below, long limit)
      throws IOException {
    return limit == 0
        ? new Link(SftpClient.open(in, out, software), below)
        : new Link(
            SftpClient.open(new Throttle(limit).slow(in), new Throttle(limit).slow(out), software),
            below);
  }

  @Override
  public void close() {
    client.close();
    try {
      below.close();
    } catch (Exception e) {
      return; // it is over, whichever way
    }
  }
}
