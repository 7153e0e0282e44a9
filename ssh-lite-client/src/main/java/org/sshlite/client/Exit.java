package org.sshlite.client;

/** How a remote program ended, RFC 4254 §6.10. */
public sealed interface Exit {
  /** "exit-status". {@code status}: uint32. */
  record Status(long status) implements Exit {}

  /**
   * "exit-signal".
   *
   * @param name without "SIG", as it came: not escaped
   */
  record Signal(String name, boolean coreDumped) implements Exit {}

  /** The channel was closed and nothing said of the end. */
  record Unknown() implements Exit {}

  /** Whether the program said that it succeeded. */
  default boolean isSuccess() {
    return this instanceof Status(long status) && status == 0;
  }
}
