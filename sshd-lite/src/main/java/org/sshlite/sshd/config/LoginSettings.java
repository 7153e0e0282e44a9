package org.sshlite.sshd.config;

import java.util.List;
import org.sshlite.program.config.ConfigException;
import org.sshlite.sshd.permit.UserEnvironment;

/** The keywords about what a login is asked of others, and what it hands on to its sessions. */
public final class LoginSettings {
  private static final Topic TOPIC = new Topic();
  private static final String NONE = "none";

  /** A program and its arguments, with tokens; empty for none. */
  public static final Setting<String> AUTHORIZED_KEYS_COMMAND = command("AuthorizedKeysCommand");

  /** Who runs it, with tokens; empty where none is named. */
  public static final Setting<String> AUTHORIZED_KEYS_COMMAND_USER =
      user("AuthorizedKeysCommandUser");

  /** A program and its arguments, with tokens; empty for none. */
  public static final Setting<String> AUTHORIZED_PRINCIPALS_COMMAND =
      command("AuthorizedPrincipalsCommand");

  /** Who runs it, with tokens; empty where none is named. */
  public static final Setting<String> AUTHORIZED_PRINCIPALS_COMMAND_USER =
      user("AuthorizedPrincipalsCommandUser");

  public static final Setting<Boolean> PERMIT_EMPTY_PASSWORDS =
      TOPIC.yesNo("PermitEmptyPasswords", false).inMatch();

  public static final Setting<UserEnvironment> PERMIT_USER_ENVIRONMENT =
      TOPIC.add(
          new Setting<>(
              "PermitUserEnvironment",
              UserEnvironment.NO,
              (line, _) -> UserEnvironment.read(line)));

  /** Whether sessions are told by what their user has logged in. */
  public static final Setting<Boolean> EXPOSE_AUTH_INFO =
      TOPIC.yesNo("ExposeAuthInfo", false).inMatch();

  /** Whether nobody is let in at all. */
  public static final Setting<Boolean> REFUSE_CONNECTION =
      TOPIC.yesNo("RefuseConnection", false).inMatch();

  private LoginSettings() {}

  static List<Setting<?>> all() {
    return TOPIC.settings();
  }

  private static Setting<String> command(String name) {
    return TOPIC
        .add(
            new Setting<>(
                name,
                "",
                (line, _) -> {
                  String value = line.rest();
                  if (value.equalsIgnoreCase(NONE)) {
                    return "";
                  }
                  if (!value.startsWith("/")) {
                    throw line.error(line.keyword() + " must be an absolute path");
                  }
                  return value;
                }))
        .inMatch()
        .shownAs(Topic::showText);
  }

  private static Setting<String> user(String name) {
    return TOPIC
        .add(
            new Setting<>(
                name, "", (line, _) -> line.only("missing " + line.keyword() + " argument.")))
        .inMatch()
        .shownAs(Topic::showText);
  }

  /**
   * @throws ConfigException where nobody is named who runs a command: root must not
   */
  public static void check(ServerConfig config) throws ConfigException {
    check(config, AUTHORIZED_KEYS_COMMAND, AUTHORIZED_KEYS_COMMAND_USER);
    check(config, AUTHORIZED_PRINCIPALS_COMMAND, AUTHORIZED_PRINCIPALS_COMMAND_USER);
  }

  private static void check(ServerConfig config, Setting<String> command, Setting<String> user)
      throws ConfigException {
    if (!config.get(command).isEmpty() && config.get(user).isEmpty()) {
      throw new ConfigException(command.name() + " set without " + user.name());
    }
  }
}
