package org.sshlite.client.tool;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.client.terminal.TerminalDialog;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.config.LogLevel;
import org.sshlite.protocol.config.StderrLog;

/**
 * Asks on the terminal without echo, and where there is none takes a line of stdin, as
 * readpassphrase(3) does.
 */
final class TerminalPrompt implements SecretPrompt {
  private static final int LONGEST = 1023; // as OpenSSH; the rest of the line is dropped

  private final InputStream in;
  private final OutputStream err;

  TerminalPrompt(InputStream in, OutputStream err) {
    this.in = in;
    this.err = err;
  }

  @Override
  public Optional<SecretBytes> ask(String prompt) throws IOException {
    if (hasTerminal()) {
      return new TerminalDialog(new StderrLog(LogLevel.INFO), false).askSecret(prompt);
    }
    err.write(prompt.getBytes(StandardCharsets.UTF_8));
    return readLine();
  }

  private static boolean hasTerminal() {
    try (InputStream tty = new FileInputStream("/dev/tty")) {
      return tty.available() >= 0;
    } catch (IOException _) {
      return false; // no controlling terminal
    }
  }

  private Optional<SecretBytes> readLine() throws IOException {
    byte[] buffer = new byte[LONGEST];
    int length = 0;
    try {
      int c;
      while ((c = in.read()) >= 0 && c != '\n' && c != '\r') {
        if (length < LONGEST) {
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
}
