package org.sshlite.knownhosts;

import java.util.List;

/**
 * What a client does with a host key.
 *
 * @param remember names to add to known_hosts with the key, at once or after a yes; may be empty
 * @param secretsAllowed false when the key is known to be wrong and the connection goes on all the
 *     same: no password or keyboard-interactive answer is given, no agent, display, port or tunnel
 *     forwarded, as whoever is in the middle would have them
 * @param learnsKeys whether UpdateHostKeys may act on this connection
 */
public record Decision(
    Action action, List<HostName> remember, boolean secretsAllowed, boolean learnsKeys) {
  /** The three ways on. */
  public enum Action {
    /** Go on. */
    ACCEPT,
    /** Ask a person, and refuse when there is none to ask (BatchMode). */
    ASK,
    /** Hang up: "Host key verification failed." */
    REFUSE
  }

  public Decision {
    remember = List.copyOf(remember);
  }

  static Decision accept(List<HostName> remember, boolean learnsKeys) {
    return new Decision(Action.ACCEPT, remember, true, learnsKeys);
  }

  static Decision ask(List<HostName> remember, boolean learnsKeys) {
    return new Decision(Action.ASK, remember, true, learnsKeys);
  }

  static Decision acceptWithoutSecrets() {
    return new Decision(Action.ACCEPT, List.of(), false, false);
  }

  static Decision refuse() {
    return new Decision(Action.REFUSE, List.of(), false, false);
  }
}
