package org.sshlite.sshd.permit;

import org.sshlite.crypto.wire.Printable;

/** What is executed whatever the client asks for, and by whose will. */
public record ForcedCommand(Origin origin, String line) {
  /** In sshd's words. */
  public enum Origin {
    /** ForceCommand. */
    CONFIG("config"),
    /** {@code command=} of a key, or a certificate's force-command. */
    KEY("key-option");

    private final String word;

    Origin(String word) {
      this.word = word;
    }
  }

  /** Characters of a command that a line of the log has at most, as sshd's. */
  private static final int MOST_LOGGED = 900;

  /** For the log, as sshd's. */
  @Override
  public String toString() {
    String shown = line.substring(0, Math.min(line.length(), MOST_LOGGED));
    return "forced-command (%s) '%s'".formatted(origin.word, Printable.line(shown));
  }
}
