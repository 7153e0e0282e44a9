package org.sshlite.client;

import java.util.List;

/** The host does not let the user in with what there was to show it. */
public final class AuthenticationFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> methodsLeft;

  AuthenticationFailedException(String explanation, List<String> methodsLeft, Throwable cause) {
    super(explanation, cause);
    this.methodsLeft = List.copyOf(methodsLeft);
  }

  /** The methods that the host would still take, RFC 4252 §5.1: in its order, not escaped. */
  public List<String> methodsLeft() {
    return methodsLeft;
  }

  @Override
  AuthenticationFailedException here() {
    return new AuthenticationFailedException(getMessage(), methodsLeft, this);
  }
}
