package org.sshlite.client.terminal;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Questions on {@code /dev/tty}, which is there whatever stdin and stdout are. Echo is turned off
 * by stty(1): JLine's terminals are bound to stdin, and three runs of stty take less time than
 * JLine's loading.
 */
final class ControllingTerminal {
  private static final File TTY = new File("/dev/tty");

  /** What OpenSSH reads of an answer; the rest of the line is dropped. */
  private static final int LONGEST_ANSWER = 1023;

  private ControllingTerminal() {}

  /** Empty when there is no terminal, or its end was typed. */
  static Optional<String> ask(String question) throws IOException {
    Optional<SecretBytes> answer = converse(question);
    try (SecretBytes bytes = answer.orElseGet(() -> new SecretBytes(new byte[0]))) {
      return answer.isEmpty()
          ? Optional.empty()
          : Optional.of(new String(bytes.bytes(), StandardCharsets.UTF_8));
    }
  }

  /** As {@link #ask}, without echo. */
  static Optional<SecretBytes> askSecret(String prompt) throws IOException {
    Optional<String> saved = stty("-g");
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    try (Undo.Registration _ = Undo.onSignal(() -> restoreQuietly(saved.get()))) {
      try {
        stty("-echo").orElseThrow(() -> new IOException("cannot turn the terminal's echo off"));
        Optional<SecretBytes> answer = converse(prompt);
        newline();
        return answer;
      } finally {
        restoreQuietly(saved.get());
      }
    }
  }

  private static Optional<SecretBytes> converse(String question) throws IOException {
    try (InputStream in = new FileInputStream(TTY);
        OutputStream out = new FileOutputStream(TTY)) {
      // over what may have been typed early
      out.write(("\r" + question).getBytes(StandardCharsets.UTF_8));
      return readLine(in);
    } catch (FileNotFoundException _) {
      return Optional.empty();
    }
  }

  private static void newline() throws IOException {
    try (OutputStream out = new FileOutputStream(TTY)) {
      out.write('\n');
    }
  }

  static Optional<SecretBytes> readLine(InputStream in) throws IOException {
    byte[] buffer = new byte[LONGEST_ANSWER];
    int length = 0;
    try {
      int c;
      while ((c = in.read()) >= 0 && c != '\n' && c != '\r') {
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
  private static Optional<String> stty(String argument) throws IOException {
    if (!TTY.canRead()) {
      return Optional.empty();
    }
    Process process =
        new ProcessBuilder(List.of("stty", argument))
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
