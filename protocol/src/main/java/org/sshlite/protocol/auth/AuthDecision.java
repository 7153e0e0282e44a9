package org.sshlite.protocol.auth;

import org.sshlite.crypto.wire.NameList;

/** What a server decides about one authentication request. */
public sealed interface AuthDecision {
  /** The user is authenticated. */
  record Accepted() implements AuthDecision {}

  /**
   * This method succeeded and another is needed: "partial success", RFC 4252 §5.1.
   *
   * @param methods the methods that can continue
   */
  record Partial(NameList methods) implements AuthDecision {}

  /** The request failed; other methods or another attempt may succeed. */
  record Refused() implements AuthDecision {}
}
