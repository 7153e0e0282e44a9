package org.sshlite.client.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * The program that asks in the place of the terminal: SSH_ASKPASS, ssh(1) ENVIRONMENT. It gets the
 * question as its argument, and prints the answer.
 */
public final class Askpass {
  /** Where SSH_ASKPASS is not set: wherever the search path has it. */
  private static final String USUAL = "ssh-askpass";

  /** What OpenSSH reads of an answer. */
  private static final int LONGEST_ANSWER = 1023;

  private static final byte[] YES = {'y', 'e', 's'};

  private final String program;
  private final Map<String, String> environment;

  private Askpass(String program, Map<String, String> environment) {
    this.program = program;
    this.environment = Map.copyOf(environment);
  }

  /** Whether a program is to ask, or the terminal. */
  private enum Requirement {
    FORCE,
    PREFER,
    NEVER,
    /** Only where there is no terminal. */
    NONE;

    static Requirement of(Map<String, String> environment) {
      return switch (environment.getOrDefault("SSH_ASKPASS_REQUIRE", "").toLowerCase(Locale.ROOT)) {
        case "force" -> FORCE;
        case "prefer" -> PREFER;
        case "never" -> NEVER;
        default -> NONE;
      };
    }
  }

  /** Whether it asks although there is a terminal. */
  public static boolean comesFirst(Map<String, String> environment) {
    return switch (Requirement.of(environment)) {
      case FORCE -> true;
      case PREFER -> hasDisplay(environment);
      case NEVER, NONE -> false;
    };
  }

  /** The program, for when it comes first or there is no terminal; empty when none is allowed. */
  public static Optional<Askpass> of(Map<String, String> environment) {
    boolean allowed =
        switch (Requirement.of(environment)) {
          case FORCE -> true;
          case NEVER -> false;
          case PREFER, NONE -> hasDisplay(environment);
        };
    return allowed
        ? Optional.of(new Askpass(environment.getOrDefault("SSH_ASKPASS", USUAL), environment))
        : Optional.empty();
  }

  private static boolean hasDisplay(Map<String, String> environment) {
    return !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }

  /** Asks whether something may be done: an empty answer is yes, as ssh; nobody to ask is no. */
  public static boolean permits(String question, Map<String, String> environment) {
    Map<String, String> confirming = new TreeMap<>(environment);
    confirming.put("SSH_ASKPASS_PROMPT", "confirm");
    Optional<Askpass> askpass = of(confirming);
    try {
      return askpass.isPresent() && askpass.get().ask(question).filter(Askpass::isYes).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  /** People type passphrases into such windows: an answer is never a string, which would stay. */
  private static boolean isYes(SecretBytes answer) {
    try (answer) {
      byte[] text = answer.bytes();
      boolean same = text.length == YES.length;
      for (int i = 0; same && i < YES.length; i++) {
        same = Character.toLowerCase(text[i]) == YES[i];
      }
      return same || text.length == 0;
    }
  }

  /**
   * Asks.
   *
   * @return the first line that the program prints; empty when it says by its status that nobody
   *     answered
   * @throws IOException when it cannot be run
   */
  public Optional<SecretBytes> ask(String prompt) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(program, prompt));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        start(builder.redirectInput(Redirect.INHERIT).redirectError(Redirect.INHERIT));
    byte[] buffer = new byte[LONGEST_ANSWER];
    try {
      int length = read(process, buffer);
      return process.waitFor() == 0
          ? Optional.of(new SecretBytes(Arrays.copyOf(buffer, firstLine(buffer, length))))
          : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      Arrays.fill(buffer, (byte) 0);
      process.destroy();
    }
  }

  /** Who says more than fits ends of a broken pipe, and did not answer. */
  private static int read(Process process, byte[] buffer) throws IOException {
    try (InputStream out = process.getInputStream()) {
      return out.readNBytes(buffer, 0, buffer.length);
    }
  }

  private Process start(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      // the reason stands in brackets at the end, after the whole command
      String reason =
          String.valueOf(e.getMessage()).strip().replaceFirst("(?s).*\\((.*)\\)$", "$1");
      throw new IOException("exec(" + Printable.line(program) + "): " + Printable.line(reason), e);
    }
  }

  private static int firstLine(byte[] answer, int length) {
    int end = 0;
    while (end < length && answer[end] != '\n' && answer[end] != '\r') {
      end++;
    }
    return end;
  }
}
