package org.sshlite.sshd.permit;

/**
 * The answer to a question that, where it is permitted, has more to it than a yes.
 *
 * @param <T> what exactly is permitted
 */
public sealed interface Permission<T> {
  record Granted<T>(T value) implements Permission<T> {}

  record Denied<T>(Refusal refusal) implements Permission<T> {}
}
