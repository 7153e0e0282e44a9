package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.SessionIdentity;

/** A client whose wallet is filled, and what it is sent. */
class ClientEnd {
  static final byte[] SESSION = "session identifier".getBytes(StandardCharsets.US_ASCII);
  static final byte[] HOST_KEY = "host key".getBytes(StandardCharsets.US_ASCII);
  static final ServiceAccept ACCEPT = new ServiceAccept("ssh-userauth");
  static final UserauthFailure BOTH = failure("publickey", "password");

  final CountingKey key = new CountingKey();
  final Wallet wallet = new Wallet();
  final List<String> serverSigAlgs = new ArrayList<>();
  boolean hostBound;
  final AuthEnd client = client("ssh-ed25519");

  AuthEnd client(String... signatureAlgorithms) {
    return new AuthEnd(
        AuthState.client(
            new ClientAuthOptions(
                wallet,
                "build-7",
                List.of(signatureAlgorithms),
                () -> serverSigAlgs,
                () -> hostBound),
            new SessionIdentity(SESSION, HOST_KEY)));
  }

  static UserauthFailure failure(String... methods) {
    return new UserauthFailure(NameList.of(methods), false);
  }

  static UserauthFailure partial(String... methods) {
    return new UserauthFailure(NameList.of(methods), true);
  }

  static Refusal refusal(ThrowingCallable action) {
    return Assertions.catchThrowableOfType(RefusedException.class, action).refusal();
  }

  /** Up to where "none" waits for its answer. */
  AuthEnd asking() throws RefusedException {
    client.start().receive(ACCEPT);
    client.sent();
    return client;
  }

  /** Up to where the query for {@link #key} waits for its answer. */
  AuthEnd querying() throws RefusedException {
    wallet.withKeys(key);
    asking().receive(BOTH);
    client.sent();
    return client;
  }

  static AuthMethod onlyMethod(AuthEnd client) throws RefusedException {
    UserauthRequest request = (UserauthRequest) client.onlySent();
    assertThat(request.user()).isEqualTo("alice");
    assertThat(request.service()).isEqualTo("ssh-connection");
    return request.method();
  }

  static String password(AuthMethod method) {
    AuthMethod.Password password = (AuthMethod.Password) method;
    assertThat(password.newPassword()).isNull();
    return new String(password.password().bytes(), StandardCharsets.UTF_8);
  }
}
