package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.SessionIdentity;

/** Both ends in memory, with nothing between them but their messages. */
class AuthPairTest {
  private static final byte[] SESSION = "session identifier".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] HOST_KEY = "host key".getBytes(StandardCharsets.US_ASCII);

  private final CountingKey key = new CountingKey();
  private final Directory users = new Directory();
  private final Wallet wallet = new Wallet();
  private boolean hostBound;
  private byte[] hostKey = HOST_KEY; // the server's own
  private AuthEnd client = client(SESSION);
  private AuthEnd server = server(SESSION);
  private UnaryOperator<byte[]> onTheWay = payload -> payload;

  private AuthEnd client(byte[] session) {
    return new AuthEnd(
        AuthState.client(
            new ClientAuthOptions(
                wallet, "build-7", List.of("ssh-ed25519"), List::of, () -> hostBound),
            new SessionIdentity(session, HOST_KEY)));
  }

  private AuthEnd server(byte[] session) {
    return new AuthEnd(
        AuthState.server(
            new ServerAuthOptions(users, List.of("ssh-ed25519"), 6),
            new SessionIdentity(session, hostKey)));
  }

  /** Carries messages until neither end has one. */
  private void login() throws RefusedException {
    client.start();
    boolean quiet = false;
    while (!quiet) {
      List<byte[]> toServer = client.sentPayloads();
      for (byte[] payload : toServer) {
        server.receivePayload(onTheWay.apply(payload));
      }
      List<byte[]> toClient = server.sentPayloads();
      for (byte[] payload : toClient) {
        client.receivePayload(payload);
      }
      quiet = toServer.isEmpty() && toClient.isEmpty();
    }
  }

  private void assertLoggedInBy(String method) {
    assertThat(client.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", method));
    assertThat(server.succeeded()).isEqualTo(new AuthAction.Succeeded("alice", method));
  }

  @Test
  void a_password_logs_in() throws Exception {
    users.withPassword("sesame");
    wallet.withPasswords("wrong", "sesame");

    login();

    assertLoggedInBy("password");
  }

  @Test
  void a_key_logs_in() throws Exception {
    users.withKey(key.publicKey());
    wallet.withKeys(new CountingKey(), key);

    login();

    assertLoggedInBy("publickey");
  }

  @Test
  void a_key_and_a_password_log_in_where_both_are_wanted() throws Exception {
    users
        .withMethods("publickey")
        .withKey(key.publicKey())
        .afterKey(new AuthDecision.Partial(NameList.of("password")))
        .withPassword("sesame");
    wallet.withKeys(key).withPasswords("sesame");

    login();

    assertLoggedInBy("password");
  }

  @Test
  void none_logs_in_where_nothing_is_wanted() throws Exception {
    users.withNone(new AuthDecision.Accepted());

    login();

    assertLoggedInBy("none");
  }

  @Test
  void the_banner_comes_across() throws Exception {
    users.withPassword("sesame").withBanner("Grüße\n");
    wallet.withPasswords("sesame");

    login();

    assertThat(wallet.banners).containsExactly("Grüße\n");
  }

  @Test
  void a_client_that_has_nothing_that_fits_is_denied() {
    users.withPassword("sesame");
    wallet.withKeys(key).withPasswords("wrong");

    RefusedException e = catchThrowableOfType(RefusedException.class, this::login);

    assertThat(e.refusal())
        .isEqualTo(
            new Refusal.AuthenticationFailed(
                "alice@build-7: Permission denied (publickey,password).",
                List.of("publickey", "password")));
    assertThat(server.hasSucceeded()).isFalse();
  }

  @Test
  void a_client_with_too_many_keys_is_cut_off_by_the_server() {
    for (int i = 0; i < 10; i++) {
      wallet.withKeys(new CountingKey());
    }

    RefusedException e = catchThrowableOfType(RefusedException.class, this::login);

    assertThat(e.refusal())
        .isEqualTo(new Refusal.LimitExceeded("Too many authentication failures"));
    assertThat(wallet.asked).hasSize(6);
  }

  @Test
  void a_key_does_not_log_in_when_the_session_identifiers_differ() {
    users.withKey(key.publicKey());
    wallet.withKeys(key);
    server = server("another session".getBytes(StandardCharsets.US_ASCII));

    RefusedException e = catchThrowableOfType(RefusedException.class, this::login);

    assertThat(e.refusal()).isInstanceOf(Refusal.AuthenticationFailed.class);
    assertThat(key.signatures).isEqualTo(1);
    assertThat(server.hasSucceeded()).isFalse();
  }

  @Test
  void a_key_logs_in_that_signs_for_the_host() throws Exception {
    hostBound = true;
    users.withKey(key.publicKey());
    wallet.withKeys(new CountingKey(), key);

    login();

    assertLoggedInBy("publickey");
  }

  /** Somebody in between has one key with the client and another one with the server. */
  @Test
  void a_key_that_signs_for_another_host_ends_the_connection() {
    hostBound = true;
    users.withKey(key.publicKey());
    wallet.withKeys(key);
    hostKey = "another host key".getBytes(StandardCharsets.US_ASCII);
    server = server(SESSION);

    RefusedException e = catchThrowableOfType(RefusedException.class, this::login);

    assertThat(e.refusal()).isInstanceOf(Refusal.Malformed.class);
    assertThat(e.getMessage()).contains("server host key");
    assertThat(server.hasSucceeded()).isFalse();
  }

  @Test
  void no_changed_byte_of_a_signed_request_logs_in() {
    users.withKey(key.publicKey()).withMethods("publickey");
    byte[] request = signedRequest();
    for (int at = 1; at < request.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = request.clone();
        changed[at] ^= (byte) (1 << bit);
        // RFC 4251 §5: a boolean of another value than 1 is the same message
        assertThat(!isRead(changed, request) && logsIn(changed))
            .as("bit %d of byte %d", bit, at)
            .isFalse();
      }
    }
    assertThat(logsIn(request)).isTrue();
  }

  private static boolean isRead(byte[] payload, byte[] as) {
    try {
      return Arrays.equals(AuthEnd.read(payload).payload(), as);
    } catch (RefusedException _) {
      return false;
    }
  }

  private byte[] signedRequest() {
    byte[][] last = new byte[1][];
    wallet.withKeys(key);
    onTheWay =
        payload -> {
          last[0] = payload.clone();
          return payload;
        };
    try {
      login();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    assertLoggedInBy("publickey");
    assertThat(last[0][0]).isEqualTo((byte) UserauthRequest.NUMBER);
    return last[0];
  }

  private boolean logsIn(byte[] request) {
    AuthEnd fresh = server(SESSION);
    try {
      fresh.receive(new ServiceRequest("ssh-userauth"));
      fresh.receivePayload(request);
    } catch (RefusedException _) {
      return false;
    }
    return fresh.hasSucceeded();
  }
}
