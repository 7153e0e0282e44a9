package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;

/** What once let somebody into a server, or brought one down: tried on ours. */
@Timeout(120)
class KnownFlawTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PrivateKey ALICES = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PrivateKey ATTACKERS = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final AtomicInteger RUN = new AtomicInteger();

  private static SshServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        SshServer.start(
            ServerOptions.builder()
                .listen("127.0.0.1", 0)
                .hostKey(PrivateKey.generate("ssh-ed25519", RANDOM))
                .publicKeys((user, key) -> user.equals("alice") && key.equals(ALICES.publicKey()))
                .shell(_ -> RUN.incrementAndGet())
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothing_was_run() {
    assertThat(RUN).hasValue(0);
  }

  private static HandPlayedClient connect() throws Exception {
    return HandPlayedClient.connect(server.port());
  }

  private static ChannelOpen session() {
    return new ChannelOpen(new ChannelType.Session(), 0, 1000, 1000);
  }

  private static ChannelRequest exec() {
    return new ChannelRequest(0, true, new SessionRequest.Exec("id"));
  }

  private static void assertRefused(HandPlayedClient client) throws Exception {
    assertThat(client.disconnectReason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR.code());
  }

  /** CVE-2018-10933: libssh's server believed it. */
  @Test
  void a_client_that_says_it_is_logged_in_is_not() throws Exception {
    try (HandPlayedClient client = connect().service()) {
      client.send(new UserauthSuccess());
      client.send(session());
      client.send(exec());
      assertRefused(client);
    }
  }

  /** CVE-2018-7750: Paramiko's server did not ask whether there was a login. */
  @Test
  void a_channel_before_the_login_is_refused() throws Exception {
    try (HandPlayedClient client = connect().keys()) {
      client.send(session());
      client.send(exec());
      assertRefused(client);
    }
  }

  /** CVE-2025-32433: Erlang's server ran what came before there were keys. */
  @Test
  void a_command_before_there_are_keys_is_refused() throws Exception {
    try (HandPlayedClient client = connect()) {
      client.sendInTheClear(session());
      client.sendInTheClear(exec());
      assertRefused(client);
    }
  }

  /** CVE-2024-45337: users of Go's server took the key asked about last for the one that signed. */
  @Test
  void who_asks_about_anothers_key_has_to_sign_with_it() throws Exception {
    try (HandPlayedClient client = connect().service()) {
      client.send(request("alice", ALICES.publicKey().blob(), null));
      assertThat(client.nextNumber()).isEqualTo(UserauthPkOk.NUMBER);

      for (PrivateKey claimed : List.of(ATTACKERS, ALICES)) {
        byte[] blob = claimed.publicKey().blob();
        client.send(
            request("alice", blob, ATTACKERS.sign("ssh-ed25519", signedData(client, blob))));
        assertThat(client.nextNumber()).isEqualTo(UserauthFailure.NUMBER);
      }
    }
  }

  /** RFC 4252 §7. */
  private static byte[] signedData(HandPlayedClient client, byte[] blob) {
    return new SshWriter()
        .string(client.sessionIdentifier())
        .uint8(UserauthRequest.NUMBER)
        .string("alice")
        .string("ssh-connection")
        .string(AuthMethod.PublicKey.NAME)
        .bool(true)
        .string("ssh-ed25519")
        .string(blob)
        .toByteArray();
  }

  private static UserauthRequest request(String user, byte[] blob, byte[] signature) {
    return new UserauthRequest(
        user, "ssh-connection", new AuthMethod.PublicKey("ssh-ed25519", blob, signature));
  }

  /** CVE-2018-15473: OpenSSH's server broke off sooner where there was a user. */
  @Test
  void a_request_that_is_cut_off_does_not_tell_who_exists() throws Exception {
    byte[] whole = request("alice", ALICES.publicKey().blob(), new byte[64]).payload();
    byte[] other = request("carol", ALICES.publicKey().blob(), new byte[64]).payload();
    for (int length : List.of(10, 40, whole.length - 64, whole.length - 1)) {
      for (byte[] request : List.of(whole, other)) {
        try (HandPlayedClient client = connect().service()) {
          client.send(Arrays.copyOf(request, length));
          assertRefused(client);
        }
      }
    }
  }

  @Test
  void a_key_that_is_none_does_not_tell_who_exists() throws Exception {
    for (String user : List.of("alice", "carol")) {
      try (HandPlayedClient client = connect().service()) {
        client.send(request(user, "no key".getBytes(StandardCharsets.US_ASCII), null));
        assertThat(client.nextNumber()).isEqualTo(UserauthFailure.NUMBER);
      }
    }
  }

  /** CVE-2025-26466: OpenSSH's server kept an answer for each, before anybody was logged in. */
  @Test
  void pings_without_end_before_the_login_end_it() throws Exception {
    try (HandPlayedClient client = connect().keys()) {
      for (int i = 0; i < 2_000; i++) {
        client.send(new Ping(new byte[16]));
      }
      assertRefused(client);
    }
  }

  /** CVE-2026-39827: Go's server kept each channel that it had refused. */
  @Test
  void channels_that_are_refused_leave_room() throws Exception {
    try (HandPlayedClient client = connect().service()) {
      byte[] blob = ALICES.publicKey().blob();
      byte[] signed = ALICES.sign("ssh-ed25519", signedData(client, blob));
      client.send(request("alice", blob, signed));
      assertThat(client.nextNumber()).isEqualTo(UserauthSuccess.NUMBER);
      assertThat(client.nextNumber()).as("host keys").isEqualTo(GlobalRequest.NUMBER);
      ChannelType tunnel = new ChannelType.DirectTcpip("127.0.0.1", 9, "127.0.0.1", 9);
      for (int i = 0; i < 1_100; i++) {
        client.send(new ChannelOpen(tunnel, i, 1000, 1000));
        byte[] answer = client.next().orElseThrow();
        assertThat(answer[0]).isEqualTo((byte) ChannelOpenFailure.NUMBER);
        assertThat(answer[8]).as("reason").isEqualTo((byte) 1);
      }
    }
  }
}
