package org.sshlite.protocol.transport;

import java.security.SecureRandom;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexMethod;

/**
 * Stands for {@link GroupExchange} until the server's group is known, RFC 4419 §3.
 *
 * @param name as negotiated
 */
record GroupAwaited(String name) implements KexMethod {
  @Override
  public String hash() {
    return GroupExchange.hash(name);
  }

  @Override
  public boolean postQuantum() {
    return false;
  }

  @Override
  public Initiator initiate(SecureRandom random) {
    throw new AssertionError("there is no group yet");
  }

  @Override
  public Response respond(byte[] init, SecureRandom random) {
    throw new AssertionError("there is no group yet");
  }
}
