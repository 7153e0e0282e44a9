package org.sshlite.sshd.config;

import java.util.Map;

/** PermitRootLogin of sshd_config(5): how user 0 may log in. */
public enum RootLogin {
  NO("no"),
  /** With a key that forces a command. */
  FORCED_COMMANDS_ONLY("forced-commands-only"),
  /** With a key. */
  PROHIBIT_PASSWORD("prohibit-password"),
  YES("yes");

  static final Map<String, RootLogin> BY_NAME =
      Map.of(
          "no", NO,
          "forced-commands-only", FORCED_COMMANDS_ONLY,
          "prohibit-password", PROHIBIT_PASSWORD,
          "without-password", PROHIBIT_PASSWORD,
          "yes", YES);

  private final String text;

  RootLogin(String text) {
    this.text = text;
  }

  /**
   * @param forcedCommand whether the key forces one
   */
  public boolean permits(String method, boolean forcedCommand) {
    return switch (this) {
      case YES -> true;
      case PROHIBIT_PASSWORD -> method.equals("publickey");
      case FORCED_COMMANDS_ONLY -> method.equals("publickey") && forcedCommand;
      case NO -> false;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
