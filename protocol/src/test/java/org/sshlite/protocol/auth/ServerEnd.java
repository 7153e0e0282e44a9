package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.SessionIdentity;

/** A server that waits for requests, and the requests of a client. */
class ServerEnd {
  static final byte[] SESSION = "session identifier".getBytes(StandardCharsets.US_ASCII);
  static final byte[] HOST_KEY = "host key".getBytes(StandardCharsets.US_ASCII);
  static final UserauthFailure FAILURE =
      new UserauthFailure(NameList.of("publickey", "password"), false);

  final CountingKey key = new CountingKey();
  final Directory users = new Directory().withPassword("sesame").withKey(key.publicKey());
  final AuthEnd server = server(3, "ssh-ed25519");

  AuthEnd server(int maximumFailures, String... signatureAlgorithms) {
    return new AuthEnd(
        AuthState.server(
            new ServerAuthOptions(users, List.of(signatureAlgorithms), maximumFailures),
            new SessionIdentity(SESSION, HOST_KEY)));
  }

  AuthEnd serving() throws RefusedException {
    return serving(server);
  }

  static AuthEnd serving(AuthEnd server) throws RefusedException {
    server.receive(new ServiceRequest("ssh-userauth"));
    server.sent();
    return server;
  }

  static UserauthRequest request(String user, AuthMethod method) {
    return new UserauthRequest(user, "ssh-connection", method);
  }

  static UserauthRequest none() {
    return request("alice", new AuthMethod.None());
  }

  static UserauthRequest password(String text) {
    return password(text.getBytes(StandardCharsets.UTF_8));
  }

  static UserauthRequest password(byte[] bytes) {
    return request("alice", new AuthMethod.Password(new SecretBytes(bytes), null));
  }

  UserauthRequest query(String algorithm) {
    return request("alice", new AuthMethod.PublicKey(algorithm, key.blob(), null));
  }

  UserauthRequest signed(CountingKey by, byte[] session, String user, String algorithm)
      throws Exception {
    byte[] signature =
        by.sign(
            "ssh-ed25519",
            SignedData.of(session, user, new AuthMethod.PublicKey(algorithm, by.blob(), null)));
    return request("alice", new AuthMethod.PublicKey("ssh-ed25519", by.blob(), signature));
  }

  UserauthRequest signed() throws Exception {
    return signed(key, SESSION, "alice", "ssh-ed25519");
  }

  static Refusal refusal(ThrowingCallable action) {
    return catchThrowableOfType(RefusedException.class, action).refusal();
  }
}
