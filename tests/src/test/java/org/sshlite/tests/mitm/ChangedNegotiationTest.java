package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sshlite.tests.mitm.Direction.CLIENT_TO_SERVER;
import static org.sshlite.tests.mitm.Direction.SERVER_TO_CLIENT;
import static org.sshlite.tests.mitm.KexInitEdit.adding;
import static org.sshlite.tests.mitm.KexInitEdit.ciphers;
import static org.sshlite.tests.mitm.KexInitEdit.hostKeys;
import static org.sshlite.tests.mitm.KexInitEdit.kex;
import static org.sshlite.tests.mitm.KexInitEdit.reversed;
import static org.sshlite.tests.mitm.KexInitEdit.without;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * KEXINIT goes in the clear, so anyone on the way can take the best algorithms out of it. Both are
 * in the exchange hash (RFC 4253 §8), so the host's signature does not fit any more.
 */
class ChangedNegotiationTest {
  private static final Direction[] BOTH = Direction.values();
  private static final Direction[] TO_SERVER = {CLIENT_TO_SERVER};
  private static final Direction[] TO_CLIENT = {SERVER_TO_CLIENT};

  private static LoopbackServer server;

  @BeforeAll
  static void startServer() {
    server = LoopbackServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void an_unchanged_login_succeeds() {
    try (PacketProxy proxy = new PacketProxy(server.address(), false, Alteration::none);
        LoopbackClient client = new LoopbackClient(TransportOptions.defaults(), server.hostKey())) {
      assertThat(client.logIn(proxy.address()).info().user()).isEqualTo(LoopbackClient.USER);
    }
  }

  /** Both ends still agree with what they see, and only the hash tells. */
  static Stream<Arguments> unnoticed() {
    return Stream.of(
        arguments("post-quantum method removed", kex(without("mlkem")), BOTH),
        arguments("unknown method added", kex(adding("none@attacker")), TO_SERVER),
        arguments("unknown method added", kex(adding("none@attacker")), TO_CLIENT),
        arguments("strict marker removed", kex(without("kex-strict")), BOTH),
        arguments("strict marker removed", kex(without("kex-strict")), TO_SERVER),
        arguments("strict marker removed", kex(without("kex-strict")), TO_CLIENT),
        arguments("ext-info removed", kex(without("ext-info")), BOTH),
        arguments("best cipher removed", ciphers(without("chacha20")), BOTH),
        arguments("best cipher removed", ciphers(without("chacha20")), TO_SERVER),
        arguments("best cipher removed", ciphers(without("chacha20")), TO_CLIENT),
        arguments("ciphers reversed", ciphers(reversed()), TO_SERVER),
        arguments("host key types removed", hostKeys(without("rsa")), TO_SERVER),
        arguments("cookie changed", KexInitEdit.cookie(), TO_SERVER),
        arguments("cookie changed", KexInitEdit.cookie(), TO_CLIENT));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("unnoticed")
  void a_changed_KEXINIT_does_not_fit_the_signature(
      String what, KexInitEdit edit, Direction[] ways) {
    TamperedLogin login = TamperedLogin.to(server);

    assertThat(login.failsWith(() -> Alteration.kexInit(edit, ways)))
        .isEqualTo(login.badSignature());
  }

  /** The ends choose differently, and the server is the first to see that. */
  static Stream<Arguments> seenByTheServer() {
    return Stream.of(
        arguments("post-quantum method removed", kex(without("mlkem")), TO_SERVER),
        arguments("post-quantum method removed", kex(without("mlkem")), TO_CLIENT),
        arguments("methods reversed", kex(reversed()), TO_SERVER));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("seenByTheServer")
  void ends_that_choose_differently_do_not_go_on(String what, KexInitEdit edit, Direction[] ways) {
    assertThat(TamperedLogin.to(server).failsWith(() -> Alteration.kexInit(edit, ways)))
        .startsWith("disconnected by the peer: key exchange failed: ")
        .endsWith("(reason 3)");
  }

  /** The server skips the client's only try as a wrong guess, and each waits for the other. */
  @Test
  void an_announced_guess_leads_nowhere_and_that_takes_no_longer_than_a_login_may() {
    TamperedLogin login =
        TamperedLogin.to(server)
            .with(TransportOptions.builder().loginGrace(Duration.ofMillis(500)).build());

    assertThat(
            login.failsWith(() -> Alteration.kexInit(KexInitEdit.guessFollows(), CLIENT_TO_SERVER)))
        .isEqualTo("timed out waiting for the server");
  }

  @Test
  void nothing_in_common_lists_what_each_side_offered() {
    KexInitEdit none = ciphers(_ -> List.of("none"));

    assertThat(TamperedLogin.to(server).failsWith(() -> Alteration.kexInit(none, TO_CLIENT)))
        .isEqualTo(
            "no matching cipher client to server found. Ours: "
                + String.join(",", TransportOptions.defaults().ciphers())
                + ". Theirs: none");
  }
}
