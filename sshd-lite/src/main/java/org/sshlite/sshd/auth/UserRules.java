package org.sshlite.sshd.auth;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sshd.account.AccountRules;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.config.UserPattern;
import org.sshlite.sshd.process.Groups;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * AllowUsers, DenyUsers, AllowGroups and DenyGroups of sshd_config(5): the denying ones first, and
 * the rules about groups besides those about users.
 *
 * @param groups names of the groups that sessions are in; asked for when a rule is about groups
 */
record UserRules(ServerConfig config, ConnectionEnds ends, Supplier<List<String>> groups) {
  /**
   * Why one who exists may not log in, lines for the log; none when he may. Reads files.
   *
   * @param byPam whether PAM is asked about him
   * @param notices told what he is to know, a line, where he may
   */
  static List<String> refusal(
      Claim claim, ConnectionEnds ends, boolean byPam, Consumer<String> notices) {
    boolean chrooted = !claim.config().get(Settings.CHROOT_DIRECTORY).isEmpty();
    List<String> closed =
        claim.own()
            ? new AccountRules(byPam, chrooted, Clock.systemUTC()).refusal(claim.account(), notices)
            : List.of();
    return closed.isEmpty()
        ? new UserRules(claim.config(), ends, () -> Groups.names(claim.account().groups()))
            .refusal(claim.name()).stream().toList()
        : closed;
  }

  /** Why the user may not log in, in OpenSSH's words; empty when he may. */
  Optional<String> refusal(String user) {
    if (names(config.get(Settings.DENY_USERS), user)) {
      return refuse(user, "listed in DenyUsers");
    }
    List<UserPattern> allowed = config.get(Settings.ALLOW_USERS);
    if (!allowed.isEmpty() && !names(allowed, user)) {
      return refuse(user, "not listed in AllowUsers");
    }
    List<String> allowedGroups = config.get(Settings.ALLOW_GROUPS);
    List<String> deniedGroups = config.get(Settings.DENY_GROUPS);
    if (allowedGroups.isEmpty() && deniedGroups.isEmpty()) {
      return Optional.empty();
    }
    List<String> own = groups.get();
    if (own.isEmpty()) {
      return refuse(user, "not in any group");
    }
    if (matches(deniedGroups, own)) {
      return refuse(user, "a group is listed in DenyGroups");
    }
    return allowedGroups.isEmpty() || matches(allowedGroups, own)
        ? Optional.empty()
        : refuse(user, "none of user's groups are listed in AllowGroups");
  }

  private boolean names(List<UserPattern> patterns, String user) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(user, ends.host(), ends.remote()));
  }

  private static boolean matches(List<String> patterns, List<String> groups) {
    return patterns.stream()
        .map(Wildcard::new)
        .anyMatch(pattern -> groups.stream().anyMatch(pattern::matches));
  }

  private Optional<String> refuse(String user, String reason) {
    return Optional.of(
        "User %s from %s not allowed because %s"
            .formatted(Printable.line(user), ends.host(), reason));
  }
}
