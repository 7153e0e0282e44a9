package org.sshlite.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.forward.X11Cookies;

/**
 * The display that DISPLAY names, and what its clients show for it.
 *
 * @param name the value of DISPLAY
 * @param screen behind its dot; 0 where none is named
 */
record LocalDisplay(String name, Target target, int screen) {
  private static final Pattern NAME =
      Pattern.compile("(?:(?:unix|tcp)/?)?([^:]*):([0-9]{1,5})(?:\\.([0-9]{1,5}))?");
  private static final int FIRST_PORT = 6000;
  private static final int COOKIE_BYTES = 16;
  private static final String MAGIC_COOKIE = "MIT-MAGIC-COOKIE-1";
  private static final long XAUTH_SECONDS = 30;

  /** An untrusted client's cookie lives a little longer than its channels may be opened; as ssh. */
  private static final Duration SLACK = Duration.ofSeconds(60);

  /** Empty when {@code name} is no display. */
  static Optional<LocalDisplay> of(String name) {
    if (name.startsWith("/")) {
      return Optional.of(new LocalDisplay(name, new Target.Unix(Path.of(name)), 0));
    }
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(parts.group(2));
    int screen = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    Target target =
        parts.group(1).isEmpty()
            ? new Target.Unix(Path.of("/tmp/.X11-unix/X" + number))
            : new Target.Tcp(parts.group(1), FIRST_PORT + number);
    return Optional.of(new LocalDisplay(name, target, screen));
  }

  /**
   * What the display's clients show, from xauth.
   *
   * @param trusted whether they may do all that local ones may
   * @param timeout after which an untrusted cookie is worth nothing; zero for the display's own
   * @return empty where an untrusted one cannot be had, which was told
   */
  Optional<X11Cookies> cookies(
      Optional<String> xauth, boolean trusted, Duration timeout, StderrLog log) throws IOException {
    Optional<X11Cookies> found = trusted ? listed(xauth, List.of()) : untrusted(xauth, timeout);
    if (found.isEmpty() && !trusted) {
      log.info("Warning: untrusted X11 forwarding setup failed: xauth key data not generated");
      return Optional.empty();
    }
    if (found.isEmpty()) {
      log.info("Warning: No xauth data; using fake authentication data for X11 forwarding.");
      byte[] none = new byte[COOKIE_BYTES];
      new SecureRandom().nextBytes(none);
      found = Optional.of(X11Cookies.of(MAGIC_COOKIE, none));
    }
    return found;
  }

  private Optional<X11Cookies> untrusted(Optional<String> xauth, Duration timeout)
      throws IOException {
    Path folder = Files.createTempDirectory("ssh-lite-x11");
    Path file = folder.resolve("xauthfile");
    try {
      List<String> arguments =
          new ArrayList<>(
              List.of("-f", file.toString(), "generate", name, MAGIC_COOKIE, "untrusted"));
      if (!timeout.isZero()) {
        arguments.addAll(List.of("timeout", String.valueOf(timeout.plus(SLACK).toSeconds())));
      }
      return run(xauth, arguments).isPresent()
          ? listed(xauth, List.of("-f", file.toString()))
          : Optional.empty();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private Optional<X11Cookies> listed(Optional<String> xauth, List<String> from)
      throws IOException {
    List<String> arguments = new ArrayList<>(from);
    // as xauth has it: a local display whose clients come by TCP
    String listed = name.startsWith("localhost:") ? name.replace("localhost:", "unix:") : name;
    arguments.addAll(List.of("list", listed));
    return run(xauth, arguments).flatMap(LocalDisplay::first);
  }

  private static Optional<X11Cookies> first(String output) {
    String[] words = output.lines().findFirst().orElse("").trim().split("\\s+");
    try {
      return words.length == 3
          ? Optional.of(X11Cookies.of(words[1], HexFormat.of().parseHex(words[2])))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** What it prints; empty when it is not there or fails. */
  private static Optional<String> run(Optional<String> xauth, List<String> arguments)
      throws IOException {
    if (xauth.isEmpty() || !Files.isExecutable(Path.of(xauth.get()))) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>(List.of(xauth.get()));
    command.addAll(arguments);
    Process process =
        UserEnvironment.program(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(XAUTH_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      process.destroy();
    }
  }
}
