package org.sshlite.client.dialog;

import org.sshlite.crypto.wire.Printable;

/**
 * A question of a login, which knows what it asks for. A {@link Dialog} may answer by what it is,
 * or by its text alone.
 */
public sealed interface Question {
  /** As ssh asks it: safe to print; several lines where a server has it so. */
  String text();

  /** Whether the answer may be seen while it is typed. */
  default boolean echo() {
    return false;
  }

  /**
   * A user's password at a host.
   *
   * @param user as given, not escaped
   * @param host as given, or its alias, not escaped
   */
  record Password(String user, String host) implements Question {
    @Override
    public String text() {
      return account(user, host) + "'s password: ";
    }
  }

  /** The password that is to be changed, RFC 4252 §8. Fields as {@link Password}. */
  record OldPassword(String user, String host) implements Question {
    @Override
    public String text() {
      return "Enter " + account(user, host) + "'s old password: ";
    }
  }

  /**
   * The one to take its place. Fields as {@link Password}.
   *
   * @param again whether it is asked for a second time, to be sure
   */
  record NewPassword(String user, String host, boolean again) implements Question {
    @Override
    public String text() {
      return (again ? "Retype " : "Enter ") + account(user, host) + "'s new password: ";
    }
  }

  /**
   * The passphrase of a private key.
   *
   * @param key what is opened, safe to print: the name of its file
   */
  record Passphrase(String key) implements Question {
    @Override
    public String text() {
      return "Enter passphrase for key '" + key + "': ";
    }
  }

  /**
   * A server's own question, RFC 4256: a one-time code, a password, anything. The person must see
   * who asks, so its text says so.
   *
   * @param user as given, not escaped
   * @param host as given, or its alias, not escaped
   * @param name of the dialogue, not escaped; may be empty
   * @param instruction not escaped; may be empty
   * @param prompt not escaped
   * @param echo whether the answer may be seen
   */
  record Interactive(
      String user, String host, String name, String instruction, String prompt, boolean echo)
      implements Question {
    @Override
    public String text() {
      return "(" + account(user, host) + ") " + Printable.lines(prompt);
    }
  }

  private static String account(String user, String host) {
    return Printable.line(user + "@" + host);
  }
}
