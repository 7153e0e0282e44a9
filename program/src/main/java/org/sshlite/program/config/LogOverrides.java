package org.sshlite.program.config;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.pattern.PatternList;

/**
 * LogVerbose of ssh_config(5) and sshd_config(5): places of our source whose lines are written at
 * whatever level, {@code NameJudge.java:judge():123}. Each line costs a walk over the stack, so
 * there is nothing of it where no place is named.
 */
record LogOverrides(List<PatternList> places) {
  static final LogOverrides NONE = new LogOverrides(List.of());

  /**
   * @param patterns lists of patterns; "none" names no place
   */
  static LogOverrides of(List<String> patterns) {
    return new LogOverrides(
        patterns.stream()
            .filter(each -> !each.equalsIgnoreCase("none"))
            .map(PatternList::parse)
            .toList());
  }

  boolean any() {
    return !places.isEmpty();
  }

  /** Where the caller logs, if that is one of the places. */
  Optional<String> place() {
    return any()
        ? StackWalker.getInstance().walk(LogOverrides::caller).filter(this::matches)
        : Optional.empty();
  }

  private boolean matches(String place) {
    return places.stream().anyMatch(each -> each.matches(place));
  }

  private static Optional<String> caller(Stream<StackFrame> stack) {
    return stack
        .filter(frame -> !isOnTheWay(frame))
        .findFirst()
        .map(
            frame ->
                "%s:%s():%d".formatted(frame.getFileName(), method(frame), frame.getLineNumber()));
  }

  /** From who logs to the log; whoever only tells what another says is on the way, too. */
  private static boolean isOnTheWay(StackFrame frame) {
    String name = frame.getClassName();
    return method(frame).equals("tell")
        || Stream.of("java.", "jdk.", "sun.").anyMatch(name::startsWith)
        || Stream.of(LogOverrides.class, StderrLog.class)
            .map(Class::getName)
            .anyMatch(log -> name.equals(log) || name.startsWith(log + "$"));
  }

  /** Of a lambda expression, the method that it stands in. */
  private static String method(StackFrame frame) {
    return frame.getMethodName().replaceFirst("^lambda\\$(.+)\\$\\d+$", "$1");
  }
}
