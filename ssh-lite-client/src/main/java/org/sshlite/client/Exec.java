package org.sshlite.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run: {@code Exec.of("sort").input("b\na\n").limit(Duration.ofSeconds(10))}. Each
 * method gives a changed copy; one without an input stream or outputs of the caller's may be run
 * any number of times.
 */
public final class Exec {
  private final String command;
  private final Map<String, String> environment;
  private Optional<InputStream> stream = Optional.empty();
  private byte[] bytes = new byte[0];
  private Optional<Duration> limit = Optional.empty();
  private Optional<PseudoTerminal> terminal = Optional.empty();
  private Optional<OutputStream> stdout = Optional.empty();
  private Optional<OutputStream> stderr = Optional.empty();

  private Exec(String command, Map<String, String> environment) {
    this.command = command;
    this.environment = environment;
  }

  private Exec copy() {
    Exec copy = new Exec(command, new LinkedHashMap<>(environment));
    copy.stream = stream;
    copy.bytes = bytes;
    copy.limit = limit;
    copy.terminal = terminal;
    copy.stdout = stdout;
    copy.stderr = stderr;
    return copy;
  }

  /**
   * Without input, limit and terminal.
   *
   * @param command for the user's shell on the host, as ssh sends it
   */
  public static Exec of(String command) {
    return new Exec(command, Map.of());
  }

  /** What the command gets as its input, in UTF-8. */
  public Exec input(String text) {
    return input(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What the command gets as its input; not copied. */
  public Exec input(byte[] all) {
    Exec copy = copy();
    copy.bytes = all;
    copy.stream = Optional.empty();
    return copy;
  }

  /**
   * What the command gets as its input, to the end of the stream. It is read by a thread that waits
   * for it even when the command has ended, and closed by nobody here. When it cannot be read the
   * call fails with its exception; the command sees no end of its input before it is told to end
   * (SIGTERM), which a host passes on, or does not.
   */
  public Exec input(InputStream in) {
    Exec copy = copy();
    copy.stream = Optional.of(in);
    return copy;
  }

  /**
   * How long it may take from the call to its end, waiting for its turn included. Then it is told
   * to end (SIGTERM), its channel is closed, and the call fails with a {@link TimeLimitException}.
   */
  public Exec limit(Duration value) {
    Exec copy = copy();
    copy.limit = Optional.of(value);
    return copy;
  }

  /** One more variable; the host takes it or does not (AcceptEnv), and does not say which. */
  public Exec environment(String name, String value) {
    Exec copy = copy();
    copy.environment.put(name, value);
    return copy;
  }

  /** It runs on a terminal, where what it writes to stderr comes as stdout. */
  public Exec terminal(PseudoTerminal value) {
    Exec copy = copy();
    copy.terminal = Optional.of(value);
    return copy;
  }

  /**
   * Where its output goes as it comes; the result then holds none. Each is written by a thread of
   * its own and closed by nobody here; when one cannot be written the call fails with its
   * exception.
   */
  public Exec output(OutputStream stdout, OutputStream stderr) {
    Exec copy = copy();
    copy.stdout = Optional.of(stdout);
    copy.stderr = Optional.of(stderr);
    return copy;
  }

  String command() {
    return command;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Empty where there is nothing to send but the end. */
  Optional<InputStream> input() {
    return stream.isPresent() || bytes.length == 0
        ? stream
        : Optional.of(new ByteArrayInputStream(bytes));
  }

  Optional<Duration> limit() {
    return limit;
  }

  Optional<PseudoTerminal> terminal() {
    return terminal;
  }

  Optional<OutputStream> stdout() {
    return stdout;
  }

  Optional<OutputStream> stderr() {
    return stderr;
  }
}
