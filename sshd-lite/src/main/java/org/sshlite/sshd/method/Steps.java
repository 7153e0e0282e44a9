package org.sshlite.sshd.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.sshd.login.LoginDevice;

/**
 * How far a login is by AuthenticationMethods. A step is the name of a method, or of a device of
 * "keyboard-interactive": {@code keyboard-interactive:totp}.
 *
 * @param offered all steps of this login
 * @param left what is left of each list that can still be finished; none is empty
 * @param any whether one method will do, whatever it is
 * @param then the step that is to follow whatever method it is; empty for none
 */
public record Steps(
    List<String> offered, List<List<String>> left, boolean any, Optional<String> then) {
  public static final String INTERACTIVE = "keyboard-interactive";

  public static Steps of(MethodLists lists, List<String> offered) {
    return new Steps(offered, lists.possible(offered), lists.isAny(), Optional.empty());
  }

  /** Where one method would do, another step after it. */
  public Steps followedBy(String step) {
    if (!any) {
      return this;
    }
    return new Steps(offered, List.of(), offered.contains(step), Optional.of(step));
  }

  public static String stepOf(LoginDevice device) {
    return INTERACTIVE + ":" + device.name();
  }

  /** What is offered where these may ask: the method, and each of them. */
  public static List<String> of(List<LoginDevice> devices) {
    return Stream.concat(Stream.of(INTERACTIVE), devices.stream().map(Steps::stepOf)).toList();
  }

  private static String methodOf(String step) {
    return step.startsWith(INTERACTIVE + ":") ? INTERACTIVE : step;
  }

  private static List<String> methodsOf(List<String> steps) {
    return steps.stream().map(Steps::methodOf).distinct().toList();
  }

  private List<String> next() {
    return left.stream().map(List::getFirst).toList();
  }

  /** The methods that can continue. */
  public NameList methods() {
    List<String> all = methodsOf(offered);
    List<String> next = methodsOf(next());
    return new NameList(any ? all : all.stream().filter(next::contains).toList());
  }

  /**
   * Those that may ask now, in their order.
   *
   * @param submethods names of those that the client would like, RFC 4256 §3.1; none for any
   */
  public List<LoginDevice> asking(List<LoginDevice> devices, List<String> submethods) {
    return devices.stream()
        .filter(device -> submethods.isEmpty() || submethods.contains(device.name()))
        .filter(this::allow)
        .toList();
  }

  private boolean allow(LoginDevice device) {
    boolean unnamed = any || next().contains(INTERACTIVE);
    return unnamed && !device.isSecondStep() || next().contains(stepOf(device));
  }

  /**
   * After a step has succeeded: each list that it begins has one step less.
   *
   * @param step a device's, too, where the list names the method alone
   */
  public Steps after(String step) {
    if (any && then.isPresent()) {
      return new Steps(offered, List.of(List.of(then.get())), false, Optional.empty());
    }
    List<List<String>> rest = new ArrayList<>();
    for (List<String> list : left) {
      String first = list.getFirst();
      boolean done = first.equals(step) || first.equals(methodOf(step));
      rest.add(done ? list.subList(1, list.size()) : list);
    }
    return new Steps(offered, List.copyOf(rest), any, then);
  }

  /** Whether a list is done. */
  boolean areDone() {
    return any || left.stream().anyMatch(List::isEmpty);
  }

  /** What the client is told. */
  public AuthDecision decision() {
    return areDone() ? new AuthDecision.Accepted() : new AuthDecision.Partial(methods());
  }
}
