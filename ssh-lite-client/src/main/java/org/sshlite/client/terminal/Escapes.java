package org.sshlite.client.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the escape sequences of ssh(1) in what is typed: the escape character at the beginning of a
 * line and the character after it. Knows no terminal and no channel. For one thread.
 */
public final class Escapes {
  private final int character;
  private boolean lineBegins = true;
  private boolean pending;

  /**
   * @param character a byte, 0 to 255
   */
  public Escapes(int character) {
    this.character = character;
  }

  /** What is to be done, in order. */
  public sealed interface Action {
    /** These bytes go to the peer; the array is the receiver's. */
    record Send(byte[] data) implements Action {}

    /** A command, by the character that was typed after the escape character. */
    record Command(char letter) implements Action {}
  }

  /** Takes the next bytes that were typed; {@code typed} stays the caller's. */
  public List<Action> typed(byte[] typed, int offset, int length) {
    List<Action> actions = new ArrayList<>(1);
    byte[] plain = new byte[length + 1]; // an escape character held back comes on top
    int count = 0;
    for (int i = 0; i < length; i++) {
      int c = typed[offset + i] & 0xff;
      if (pending) {
        pending = false;
        if (isCommand(c)) {
          count = flush(actions, plain, count);
          actions.add(new Action.Command((char) c));
          // as ssh: the next character still counts as the first of its line
          continue;
        }
        if (c != character) {
          plain[count++] = (byte) character;
        }
      } else if (lineBegins && c == character) {
        pending = true;
        continue;
      }
      lineBegins = c == '\r' || c == '\n';
      plain[count++] = (byte) c;
    }
    flush(actions, plain, count);
    return actions;
  }

  private static int flush(List<Action> actions, byte[] plain, int count) {
    if (count > 0) {
      actions.add(new Action.Send(Arrays.copyOf(plain, count)));
    }
    return 0;
  }

  private boolean isCommand(int c) {
    // the doubled escape character is sent once, even if it is a letter of a command
    return c != character && ".BCIRVv#&?\032".indexOf(c) >= 0;
  }

  /** Whose session it is: not all escapes are everywhere. */
  public enum Place {
    /** This process's own. */
    OWN,
    /** Its own, and EnableEscapeCommandline. */
    OWN_WITH_COMMAND_LINE,
    /** Of a client of ours that shares the connection. */
    SHARED
  }

  /** The text of {@code ~?}, for a terminal in raw mode. */
  public String help(Place place) {
    boolean own = place != Place.SHARED;
    String c = display();
    List<String> lines = new ArrayList<>();
    lines.add(c + "?");
    lines.add("Supported escape sequences:");
    lines.add(
        " "
            + c
            + ".   - terminate "
            + (own ? "connection (and any multiplexed sessions)" : "session"));
    lines.add(" " + c + "B   - send a BREAK to the remote system");
    if (place == Place.OWN_WITH_COMMAND_LINE) {
      lines.add(" " + c + "C   - open a command line");
    }
    lines.add(" " + c + "I   - show connection information");
    lines.add(" " + c + "R   - request rekey");
    if (own) {
      lines.add(" " + c + "V/v - decrease/increase verbosity (LogLevel)");
      lines.add(" " + c + "^Z  - suspend ssh-lite");
    }
    lines.add(" " + c + "#   - list forwarded connections");
    lines.add(" " + c + "?   - this message");
    lines.add(" " + c + c + "   - send the escape character by typing it twice");
    lines.add("(Note that escapes are only recognized immediately after newline.)");
    return String.join("\r\n", lines) + "\r\n";
  }

  /** The escape character as it is shown: {@code ~}, {@code ^B}. */
  public String display() {
    return character < 32 ? "^" + (char) (character + 64) : String.valueOf((char) character);
  }
}
