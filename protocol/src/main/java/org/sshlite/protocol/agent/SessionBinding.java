package org.sshlite.protocol.agent;

import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Which SSH session an agent's signatures are for, OpenSSH PROTOCOL.agent §1: a key that may be
 * used for some hosts only ({@code ssh-add -h}) signs for nobody else. The agent verifies it.
 *
 * @param hostKey the host's, or its certificate
 * @param sessionIdentifier the first exchange hash, RFC 4253 §7.2
 * @param signature of it by the host key, as it came in the first key exchange
 */
public record SessionBinding(PublicKey hostKey, byte[] sessionIdentifier, byte[] signature) {
  // RFC 9987 §6.1
  private static final int EXTENSION = 27;

  SshWriter request() {
    return request(false);
  }

  /** The message with its length before it, for an agent that is forwarded to this host. */
  public byte[] forwarding() {
    return new SshWriter().string(request(true).toByteArray()).toByteArray();
  }

  /**
   * @param forwarding whether somebody connects from the host: not for the login to it
   */
  private SshWriter request(boolean forwarding) {
    return new SshWriter()
        .uint8(EXTENSION)
        .string("session-bind@openssh.com")
        .string(hostKey.blob())
        .string(sessionIdentifier)
        .string(signature)
        .bool(forwarding);
  }
}
