package org.sshlite.client.terminal;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jline.utils.Signals;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Questions on {@code /dev/tty}, which is there whatever stdin and stdout are. Echo is turned off
 * by stty(1): JLine's terminals are bound to stdin, and four runs of stty take less time than
 * JLine's loading.
 */
final class ControllingTerminal {
  private static final File TTY = new File("/dev/tty");

  /** The most of what was typed early that is dropped: what a terminal holds is less. */
  private static final int MOST_DROPPED = 64 * 1024;

  /** What is typed is not shown, ends and stops nothing, and is read at once, if there is any. */
  private static final String[] NOT_WAITING = {
    "-echo", "-icanon", "-isig", "min", "0", "time", "0"
  };

  /** What OpenSSH reads of an answer; the rest of the line is dropped. */
  private static final int LONGEST_ANSWER = 1023;

  /** Where the key that quits stands in what GNU's stty saves. */
  private static final int GNU_QUIT = 5;

  private static final int BSD_DISABLED = 0xff;

  /** No byte gives a line up. */
  static final int NONE = -2;

  private ControllingTerminal() {}

  static boolean isThere() {
    try (InputStream tty = new FileInputStream(TTY)) {
      return tty.available() >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Empty when there is no terminal; its end, typed, is the empty answer.
   *
   * @param begun whether what was typed before belongs to the answer
   * @param interrupt what gives the line up: the empty answer as well
   */
  static Optional<String> ask(String question, boolean begun, OptionalInt interrupt)
      throws IOException {
    Undo.quitEnds(Duration.ZERO);
    try (InputStream in = new FileInputStream(TTY)) {
      if (!begun) {
        dropTypedEarly(in);
      }
      show(question);
      Optional<SecretBytes> answer = readLine(in, interrupt.orElse(NONE));
      if (answer.isEmpty()) {
        newline();
        return Optional.of("");
      }
      try (SecretBytes bytes = answer.get()) {
        return Optional.of(new String(bytes.bytes(), StandardCharsets.UTF_8));
      }
    } catch (FileNotFoundException _) {
      return Optional.empty();
    }
  }

  /** Without echo. Empty when there is no terminal, or its end was typed. */
  static Optional<SecretBytes> askSecret(String prompt) throws IOException {
    Optional<String> saved = stty("-g");
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    try (Hidden hidden = new Hidden(saved.get(), prompt);
        InputStream in = hidden.typed(new FileInputStream(TTY))) {
      hidden.begin(in);
      Optional<SecretBytes> answer = readLine(in, NONE);
      newline();
      return answer;
    } catch (FileNotFoundException _) {
      return Optional.empty();
    }
  }

  /**
   * What was typed before there was a question is no answer to it, and may be for somebody else
   * than this server: readpassphrase(3), too, begins with TCSAFLUSH, which stty(1) does not have.
   */
  private static void dropTypedEarly(InputStream in) throws IOException {
    Optional<String> saved;
    try {
      saved = stty("-g");
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return; // no stty on this machine: the question can be asked all the same
    }
    if (saved.isPresent()) {
      try (Undo.Registration _ = Undo.onSignal(() -> restoreQuietly(saved.get()))) {
        try {
          drop(in);
        } finally {
          restoreQuietly(saved.get()); // before signals no longer do it
        }
      }
    }
  }

  /** All that is there, also a line that is not at its end; leaves {@link #NOT_WAITING}. */
  private static void drop(InputStream in) throws IOException {
    if (stty(NOT_WAITING).isEmpty()) {
      return; // a read would wait
    }
    byte[] buffer = new byte[4096];
    int dropped = 0;
    int count;
    while (dropped < MOST_DROPPED && (count = in.read(buffer)) > 0) {
      dropped += count;
      Arrays.fill(buffer, (byte) 0);
    }
  }

  /** The terminal without echo while a prompt is open, also after it was suspended. */
  private static final class Hidden implements AutoCloseable {
    private final String saved;
    private final String prompt;
    private final int quit;
    private final Undo.Registration undo;
    private final Object before;
    private boolean closed;

    Hidden(String saved, String prompt) {
      this.saved = saved;
      this.prompt = prompt;
      this.quit = quitKey(saved);
      this.undo = Undo.onSignal(this::leave);
      this.before = Signals.register("CONT", this::again);
    }

    synchronized void begin(InputStream in) throws IOException {
      drop(in);
      prompt(Stream.of(saved));
    }

    /**
     * @param first modes that those of a prompt are on top of
     */
    private void prompt(Stream<String> first) throws IOException {
      // who quits is to have his echo back, so the key ends the line, and only then the process
      Stream<String> key =
          quit == NONE
              ? Stream.of()
              : Stream.of("quit", "undef", "eol", String.valueOf((char) quit));
      Stream<String> modes = Stream.concat(Stream.of("-echo"), key);
      stty(Stream.concat(first, modes).toArray(String[]::new))
          .orElseThrow(() -> new IOException("cannot turn the terminal's echo off"));
      show(prompt);
    }

    /** A signal ends the process: what comes next is not to be behind the prompt. */
    private void leave() {
      restoreQuietly(saved);
      try {
        newline();
      } catch (IOException _) {
        return; // the terminal is gone
      }
    }

    /** Ends the process when the key is read. */
    InputStream typed(InputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read() throws IOException {
          int c = super.read();
          if (c == quit && quit != NONE) {
            Undo.dieOfQuit();
          }
          return c;
        }
      };
    }

    /** The shell put its own modes back when we were stopped: what is typed now would be shown. */
    private synchronized void again() {
      if (!closed) {
        try {
          prompt(Stream.of());
        } catch (IOException _) {
          return; // no terminal to read from either
        }
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      Signals.unregister("CONT", before);
      restoreQuietly(saved);
      undo.close();
    }
  }

  /**
   * What the key sends that quits; {@link #NONE} where there is none, or it is not to be seen.
   *
   * @param saved by stty(1) of GNU or of BSD: numbers, the fifth is the key that interrupts, or
   *     names
   */
  static int quitKey(String saved) {
    String[] fields = saved.split(":");
    try {
      for (String field : fields) {
        if (field.startsWith("quit=")) {
          return key(field.substring("quit=".length()), BSD_DISABLED);
        }
      }
      return saved.contains("=") || fields.length <= GNU_QUIT ? NONE : key(fields[GNU_QUIT], 0);
    } catch (NumberFormatException _) {
      return NONE;
    }
  }

  private static int key(String hexadecimal, int disabled) {
    int key = Integer.parseInt(hexadecimal, 16);
    return key == disabled || key == 0 ? NONE : key;
  }

  /** Over what may have been typed early. */
  private static void show(String question) throws IOException {
    try (OutputStream out = new FileOutputStream(TTY)) {
      out.write(("\r" + question).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void newline() throws IOException {
    try (OutputStream out = new FileOutputStream(TTY)) {
      out.write('\n');
    }
  }

  /**
   * A line; empty at the end, or when it is given up.
   *
   * @param interrupt the byte that gives it up, or {@link #NONE}
   */
  static Optional<SecretBytes> readLine(InputStream in, int interrupt) throws IOException {
    byte[] buffer = new byte[LONGEST_ANSWER];
    int length = 0;
    try {
      int c;
      while ((c = in.read()) >= 0 && c != '\n' && c != '\r') {
        if (c == interrupt) {
          return Optional.empty();
        }
        if (length < buffer.length) {
          buffer[length++] = (byte) c;
        }
      }
      return c < 0 && length == 0
          ? Optional.empty()
          : Optional.of(new SecretBytes(Arrays.copyOf(buffer, length)));
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static void restoreQuietly(String saved) {
    try {
      stty(saved);
    } catch (IOException _) {
      return; // the terminal is gone, and its modes with it
    }
  }

  /** What it prints; empty when there is no terminal. */
  private static Optional<String> stty(String... arguments) throws IOException {
    if (!TTY.canRead()) {
      return Optional.empty();
    }
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("stty"), Stream.of(arguments)).toList())
            .redirectInput(TTY)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    try {
      return process.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }
}
