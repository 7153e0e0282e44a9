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

  /**
   * The request failed; other methods or another attempt may succeed.
   *
   * @param reason for those who watch the server; the peer is never told
   */
  record Refused(String reason) implements AuthDecision {
    /** For a reason that nobody has told. */
    public Refused() {
      this("refused");
    }
  }

  /**
   * Of a "password" request: the password was right but is too old, or the new one is not good
   * enough: "SSH_MSG_USERAUTH_PASSWD_CHANGEREQ", RFC 4252 §8. The client may send the request with
   * a new one, see {@link UserAuthenticator#changePassword}; elsewhere it is a refusal.
   *
   * @param prompt for the user: why, and what a new password must be
   */
  record ChangePassword(String prompt) implements AuthDecision {}
}
