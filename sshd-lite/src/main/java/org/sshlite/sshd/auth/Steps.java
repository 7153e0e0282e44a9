package org.sshlite.sshd.auth;

import java.util.List;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.sshd.config.MethodLists;

/**
 * How far a login is by AuthenticationMethods.
 *
 * @param offered all methods of this login
 * @param left what is left of each list that can still be finished; none is empty
 * @param any whether one method will do, whatever it is
 */
record Steps(List<String> offered, List<List<String>> left, boolean any) {
  static Steps of(MethodLists lists, List<String> offered) {
    return new Steps(offered, lists.possible(offered), lists.isAny());
  }

  /** The methods that can continue. */
  NameList methods() {
    List<String> next = left.stream().map(List::getFirst).toList();
    return new NameList(any ? offered : offered.stream().filter(next::contains).toList());
  }

  /** After a method has succeeded: each list that it begins has one step less. */
  Steps after(String method) {
    return new Steps(
        offered,
        left.stream()
            .map(list -> list.getFirst().equals(method) ? list.subList(1, list.size()) : list)
            .toList(),
        any);
  }

  /** Whether a list is done. */
  boolean areDone() {
    return any || left.stream().anyMatch(List::isEmpty);
  }

  /** What the client is told. */
  AuthDecision decision() {
    return areDone() ? new AuthDecision.Accepted() : new AuthDecision.Partial(methods());
  }
}
