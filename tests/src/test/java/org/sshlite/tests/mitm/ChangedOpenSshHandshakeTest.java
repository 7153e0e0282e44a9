package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.OpenSshServer;

/** Our client and OpenSSH's server, with someone between them who changes packets. */
class ChangedOpenSshHandshakeTest {
  private static OpenSshServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    OpenSshServer.require();
    server = OpenSshServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static TamperedLogin login() {
    return new TamperedLogin(
        TransportOptions.defaults(), server.target().address(), server.target().hostKey());
  }

  @Test
  void an_unchanged_login_succeeds() {
    try (PacketProxy proxy = new PacketProxy(server.target().address(), false, Alteration::none);
        LoopbackClient client =
            new LoopbackClient(TransportOptions.defaults(), server.target().hostKey())) {
      assertThat(client.logIn(proxy.address()).info().user()).isEqualTo(LoopbackClient.USER);
    }
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("org.sshlite.tests.mitm.ChangedNegotiationTest#unnoticed")
  void a_changed_KEXINIT_does_not_fit_the_signature(
      String what, KexInitEdit edit, Direction[] ways) {
    assertThat(login().failsWith(() -> Alteration.kexInit(edit, ways)))
        .isEqualTo(login().badSignature());
  }

  @Test
  void a_changed_ephemeral_key_does_not_fit_the_signature() {
    assertThat(login().failsWith(() -> Alteration.serverBlobFlipped(-2)))
        .isEqualTo(login().badSignature());
  }

  @Test
  void a_changed_signature_is_refused() {
    assertThat(login().failsWith(() -> Alteration.signatureFlipped(-1)))
        .isEqualTo(login().badSignature());
  }

  @ParameterizedTest
  @ValueSource(ints = {KexInit.NUMBER, KexEcdhReply.NUMBER, NewKeys.NUMBER})
  void a_packet_put_in_violates_strict_key_exchange(int before) {
    assertThat(
            login()
                .failsWith(
                    () ->
                        Alteration.insertBefore(
                            before, new Ignore(new byte[1]), Direction.SERVER_TO_CLIENT)))
        .startsWith("strict key exchange violated: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, -1})
  void a_changed_bit_in_the_first_sealed_packet_is_refused(int place) {
    assertThat(
            login()
                .failsWith(
                    () ->
                        Alteration.flipBit(
                            Alteration.sealed(Direction.SERVER_TO_CLIENT, 0), place)))
        .isEqualTo("packet corrupt: its length, padding or MAC is wrong");
  }
}
