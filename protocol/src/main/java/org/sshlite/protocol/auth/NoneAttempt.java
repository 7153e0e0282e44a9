package org.sshlite.protocol.auth;

import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.RefusedException;

/** "none", RFC 4252 §5.2: tells which methods can continue. */
record NoneAttempt() implements ClientAttempt {
  static AuthState.Step start(ClientLogin login) throws RefusedException {
    return login.request(new AuthMethod.None(), new NoneAttempt());
  }

  @Override
  public String method() {
    return AuthMethod.None.NAME;
  }

  @Override
  public boolean isOut() {
    return true;
  }

  @Override
  public AuthState.Step on(ClientLogin login, AuthEvent event) throws RefusedException {
    throw login.unexpected(this, event);
  }
}
