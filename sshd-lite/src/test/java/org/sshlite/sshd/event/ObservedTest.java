package org.sshlite.sshd.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who is observed decides as ever: a method with a default that is not passed on would take a rule
 * of its away, unseen.
 */
class ObservedTest {
  record Wrapping(Class<?> observed, Class<?> rule) {}

  static Wrapping[] wrappings() {
    return new Wrapping[] {
      new Wrapping(ObservedAuthenticator.class, org.sshlite.protocol.auth.UserAuthenticator.class),
      new Wrapping(
          ObservedApplication.class, org.sshlite.protocol.connection.ServerApplication.class),
      new Wrapping(ObservedHandler.class, org.sshlite.protocol.connection.ChannelHandler.class),
      new Wrapping(ObservedChannel.class, org.sshlite.protocol.connection.IncomingChannel.class),
      new Wrapping(ObservedRequest.class, org.sshlite.protocol.connection.IncomingRequest.class)
    };
  }

  /** Without parameters they are the same as with some, and call those. */
  private static final Set<String> SHORT = Set.of("refuse", "succeed");

  @ParameterizedTest
  @MethodSource("wrappings")
  void every_method_is_passed_on(Wrapping wrapping) {
    assertThat(wrapping.rule().getMethods())
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .filteredOn(method -> method.getParameterCount() > 0 || !SHORT.contains(method.getName()))
        .allMatch(method -> isDeclared(wrapping.observed(), method));
  }

  private static boolean isDeclared(Class<?> type, Method wanted) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            method ->
                method.getName().equals(wanted.getName())
                    && Arrays.equals(method.getParameterTypes(), wanted.getParameterTypes()));
  }

  @Test
  void so_is_it_by_those_who_are_admitted() throws ClassNotFoundException {
    every_method_is_passed_on(
        new Wrapping(
            Class.forName("org.sshlite.sshd.Admission$Admitted"),
            org.sshlite.protocol.connection.ServerApplication.class));
    every_method_is_passed_on(
        new Wrapping(
            Class.forName("org.sshlite.sshd.Admission$CountedChannel"),
            org.sshlite.protocol.connection.IncomingChannel.class));
    every_method_is_passed_on(
        new Wrapping(
            Class.forName("org.sshlite.sshd.Admission$CountedHandler"),
            org.sshlite.protocol.connection.ChannelHandler.class));
  }
}
