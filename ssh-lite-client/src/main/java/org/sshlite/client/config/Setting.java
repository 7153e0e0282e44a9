package org.sshlite.client.config;

import org.jspecify.annotations.Nullable;

/**
 * One value of a configuration: the first that is given wins, and there is a default.
 *
 * @param <T> what it is; never null
 */
public final class Setting<T> {
  private final String keyword;
  private final T otherwise;
  private @Nullable T value;
  private boolean typed;

  Setting(String keyword, T otherwise) {
    this.keyword = keyword;
    this.otherwise = otherwise;
  }

  /** The keyword's usual spelling. */
  public String keyword() {
    return keyword;
  }

  /** Takes {@code value} if none was given before. */
  public void offer(T value) {
    if (this.value == null) {
      this.value = value;
    }
  }

  /** As {@link #offer}, for an argument of the command line, which is meant as it stands. */
  public void offerTyped(T value) {
    typed |= this.value == null;
    offer(value);
  }

  /** Whether the value in force was an argument of the command line: it holds no tokens. */
  public boolean isTyped() {
    return typed;
  }

  /** Forgets what was given: for flags of which the last one counts. */
  public void reset() {
    this.value = null;
  }

  /** Takes {@code value}, whatever was given before: for flags of which the last one counts. */
  public void override(T value) {
    this.value = value;
  }

  public boolean isSet() {
    return value != null;
  }

  /** The value in force. */
  public T get() {
    return value == null ? otherwise : value;
  }
}
