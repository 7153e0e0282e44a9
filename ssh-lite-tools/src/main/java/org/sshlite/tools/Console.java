package org.sshlite.tools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.stream.StandardStream;

/**
 * The standard streams of a run. What is written is safe to print, or the user's own; text is
 * UTF-8. One thread.
 */
public final class Console {
  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final SecretPrompt secrets;

  public Console(InputStream in, OutputStream out, OutputStream err, SecretPrompt secrets) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.secrets = secrets;
  }

  /** Of this process. */
  public static Console system() {
    InputStream in = StandardStream.stdin();
    OutputStream err = StandardStream.stderr();
    return new Console(in, StandardStream.stdout(), err, new TerminalPrompt(in, err));
  }

  /** Input that is data. */
  public InputStream in() {
    return in;
  }

  /** Output that is data. */
  public OutputStream out() {
    return out;
  }

  public void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  public void line(String text) throws IOException {
    print(text + "\n");
  }

  /** A message on stderr, its end as that of OpenSSH's log lines. */
  public void log(String message) throws IOException {
    err.write((message + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Text on stderr that is no log line. */
  public void note(String message) throws IOException {
    err.write((message + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The next line of stdin, for a question just printed; empty at the end. */
  public Optional<String> answer() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      line.write(c);
    }
    return c < 0 && line.size() == 0
        ? Optional.empty()
        : Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /**
   * Asks for a passphrase.
   *
   * @return in UTF-8, the caller's to erase; empty bytes when nobody answers
   */
  public SecretBytes secret(String prompt) throws IOException {
    return secrets.ask(prompt).orElseGet(() -> new SecretBytes(new byte[0]));
  }
}
