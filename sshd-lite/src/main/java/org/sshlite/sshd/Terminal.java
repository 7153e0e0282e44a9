package org.sshlite.sshd;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The client's end of one session, RFC 4254 §6. Bytes go as they are: with a terminal the client
 * sends what is typed, key by key, Enter as CR, and nothing is echoed but what the application
 * writes; it ends lines with CR LF.
 */
public interface Terminal {
  /** Columns and rows in characters; 0 where the client did not say. */
  record Size(int columns, int rows) {}

  /** The user who is logged in. */
  String user();

  /** What the client asked to execute ("exec"); empty for a shell. */
  Optional<String> command();

  /** The subsystem the client asked for; empty for anything else. */
  Optional<String> subsystem();

  /** What the client types or sends; reading waits. */
  InputStream input();

  /** Standard output; writing waits while the client is slow. */
  OutputStream output();

  /** Standard error; with a terminal, clients show both in the same place. */
  OutputStream errors();

  /** The value for TERM; empty when the client asked for no terminal. */
  Optional<String> type();

  /** The terminal's size now; empty when the client asked for none. */
  Optional<Size> size();

  /** What the client sent with "env", by name. */
  Map<String, String> environment();

  /**
   * Calls {@code listener} after each change of size, on a thread of the session. What was typed
   * after it waits until it returns, so it must not wait for who reads.
   */
  void onResize(Consumer<Size> listener);

  /**
   * Calls {@code listener} for each signal of RFC 4254 §6.9: "INT", on a thread of the session, as
   * {@link #onResize}.
   */
  void onSignal(Consumer<String> listener);
}
