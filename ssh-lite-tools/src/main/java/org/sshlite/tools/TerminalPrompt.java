package org.sshlite.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.sshlite.client.terminal.Askpass;
import org.sshlite.client.terminal.TerminalDialog;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;

/**
 * Asks on the terminal without echo, and where there is none takes a line of stdin, as
 * readpassphrase(3) does; or has a program ask, as ssh-keygen does where stdin is no terminal.
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
    Map<String, String> environment = System.getenv();
    if (Askpass.comesFirst(environment) || !StandardStream.IN.isTerminal()) {
      Optional<Askpass> askpass = Askpass.of(environment);
      if (askpass.isPresent()) {
        return askpass.get().ask(prompt);
      }
    }
    if (TerminalDialog.hasTerminal()) {
      return new TerminalDialog(new StderrLog(LogLevel.INFO), false, environment).askSecret(prompt);
    }
    err.write(prompt.getBytes(StandardCharsets.UTF_8));
    return readLine();
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
