package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/** RFC 4253 §7.1. */
class NegotiationTest {
  private static final String GCM = "aes128-gcm@openssh.com";
  private static final String CHACHA = "chacha20-poly1305@openssh.com";
  private static final String ETM = "hmac-sha2-256-etm@openssh.com";

  private KexInit client = kexInit(Role.CLIENT);
  private KexInit server = kexInit(Role.SERVER);

  private static KexInit kexInit(Role role) {
    return TransportOptions.defaults()
        .proposal(List.of("ssh-ed25519", "rsa-sha2-512"))
        .kexInit(role, true, new SecureRandom());
  }

  @Test
  void the_clients_first_method_that_the_server_has_is_chosen() throws Exception {
    client = kex(client, "curve25519-sha256", "mlkem768x25519-sha256");
    server = kex(server, "mlkem768x25519-sha256", "curve25519-sha256");
    assertThat(negotiate().kex().name()).isEqualTo("curve25519-sha256");
  }

  @Test
  void names_that_only_the_client_has_are_passed_over() throws Exception {
    client = kex(client, "unknown@example.com", "curve25519-sha256");
    assertThat(negotiate().kex().name()).isEqualTo("curve25519-sha256");
  }

  @Test
  void both_ends_come_to_the_same_choice() throws Exception {
    server = kex(server, "curve25519-sha256");
    Negotiated ofClient = new Negotiation(client, server, Role.CLIENT).negotiate();
    Negotiated ofServer = new Negotiation(server, client, Role.SERVER).negotiate();
    assertThat(ofClient.kex().name()).isEqualTo(ofServer.kex().name());
    assertThat(ofClient.clientToServer()).isEqualTo(ofServer.clientToServer());
    assertThat(ofClient.outbound(Role.CLIENT)).isEqualTo(ofServer.inbound(Role.SERVER));
  }

  @Test
  void the_host_key_type_is_the_clients_first_that_the_server_has() throws Exception {
    server = hostKeys(server, "rsa-sha2-512", "ssh-ed25519");
    assertThat(negotiate().hostKeyAlgorithm()).isEqualTo("ssh-ed25519");
  }

  @Test
  void each_direction_has_its_own_cipher_and_MAC() throws Exception {
    client = ciphers(client, "aes128-ctr", CHACHA);
    client = macs(client, "hmac-sha2-512", ETM);
    server = macs(server, "hmac-sha2-512", ETM);
    Negotiated chosen = negotiate();
    assertThat(chosen.clientToServer()).isEqualTo(new CipherSuite("aes128-ctr", "hmac-sha2-512"));
    assertThat(chosen.serverToClient()).isEqualTo(new CipherSuite(CHACHA, ""));
    assertThat(chosen.outbound(Role.CLIENT).encryption()).isEqualTo("aes128-ctr");
    assertThat(chosen.outbound(Role.SERVER).encryption()).isEqualTo(CHACHA);
  }

  @Test
  void with_an_AEAD_cipher_no_MAC_need_be_in_common() throws Exception {
    client = macs(ciphers(client, GCM, GCM), "hmac-sha2-512", "hmac-sha2-512");
    server = macs(server, ETM, ETM);
    assertThat(negotiate().clientToServer()).isEqualTo(new CipherSuite(GCM, ""));
  }

  @Test
  void without_a_common_MAC_a_cipher_that_needs_one_is_refused_not_passed_over() {
    client = macs(ciphers(client, "aes128-ctr", GCM), "hmac-sha2-512", ETM);
    server = macs(server, ETM, ETM);
    assertNothingInCommon("MAC client to server", List.of("hmac-sha2-512"), List.of(ETM));
  }

  @Test
  void nothing_in_common_lists_what_both_sides_offer() {
    client = kex(client, "curve25519-sha256", Proposal.EXT_INFO_CLIENT, Proposal.STRICT_CLIENT);
    server = kex(server, "ecdh-sha2-nistp256", "other", Proposal.STRICT_SERVER);
    assertNothingInCommon(
        "key exchange method",
        List.of("curve25519-sha256"),
        List.of("ecdh-sha2-nistp256", "other"));
  }

  @Test
  void a_server_lists_its_own_side_as_ours() {
    client = hostKeys(client, "ssh-dss");
    assertThatThrownBy(() -> new Negotiation(server, client, Role.SERVER).negotiate())
        .hasMessageContaining(
            "no matching host key type found. Ours: ssh-ed25519,rsa-sha2-512. Theirs: ssh-dss");
  }

  @Test
  void what_the_peer_offers_is_escaped_in_the_message() {
    server = hostKeys(server, "\u001b[31mred");
    assertThatThrownBy(this::negotiate).hasMessageContaining("Theirs: \\033[31mred");
  }

  @Test
  void a_peer_does_not_get_all_of_a_long_list_back() {
    server = hostKeys(server, "a".repeat(30_000));
    assertThatThrownBy(this::negotiate)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal().tellPeer()).hasSizeLessThan(2000).endsWith("aaa..."));
  }

  @Test
  void a_marker_that_both_sides_send_is_never_chosen() {
    client = kex(client, Proposal.EXT_INFO_CLIENT, Proposal.STRICT_SERVER);
    server = kex(server, Proposal.EXT_INFO_CLIENT, Proposal.STRICT_SERVER);
    assertNothingInCommon("key exchange method", List.of(), List.of());
  }

  @Test
  void empty_lists_have_nothing_in_common() {
    server = hostKeys(server);
    assertNothingInCommon("host key type", List.of("ssh-ed25519", "rsa-sha2-512"), List.of());
  }

  @Test
  void languages_are_not_negotiated() throws Exception {
    client = languages(client, "de", "en");
    assertThat(negotiate().kex().name()).isEqualTo("mlkem768x25519-sha256");
  }

  @Test
  void a_guess_is_right_when_both_sides_put_the_same_first() {
    client = kex(client, "curve25519-sha256", "a");
    server = kex(server, "curve25519-sha256", "b");
    assertThat(new Negotiation(client, server, Role.CLIENT).guessIsWrong()).isFalse();
  }

  @Test
  void a_guess_is_wrong_when_the_preferred_methods_differ_though_the_choice_is_the_same() {
    client = kex(client, "curve25519-sha256", "mlkem768x25519-sha256");
    server = kex(server, "mlkem768x25519-sha256", "curve25519-sha256");
    assertThat(new Negotiation(client, server, Role.CLIENT).guessIsWrong()).isTrue();
  }

  @Test
  void a_guess_is_wrong_when_the_preferred_host_key_types_differ() {
    server = hostKeys(server, "rsa-sha2-512", "ssh-ed25519");
    assertThat(new Negotiation(server, client, Role.SERVER).guessIsWrong()).isTrue();
  }

  private Negotiated negotiate() throws RefusedException {
    return new Negotiation(client, server, Role.CLIENT).negotiate();
  }

  private void assertNothingInCommon(String slot, List<String> ours, List<String> theirs) {
    assertThatThrownBy(this::negotiate)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal.NoCommonAlgorithm(slot, ours, theirs)));
  }

  private static KexInit kex(KexInit from, String... names) {
    return with(
        from, NameList.of(names), from.serverHostKeyAlgorithms(), from.languagesClientToServer());
  }

  private static KexInit hostKeys(KexInit from, String... names) {
    return with(from, from.kexAlgorithms(), NameList.of(names), from.languagesClientToServer());
  }

  private static KexInit languages(KexInit from, String... names) {
    return with(from, from.kexAlgorithms(), from.serverHostKeyAlgorithms(), NameList.of(names));
  }

  private static KexInit with(KexInit from, NameList kex, NameList hostKeys, NameList languages) {
    return new KexInit(
        from.cookie(),
        kex,
        hostKeys,
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        languages,
        languages,
        false);
  }

  private static KexInit ciphers(KexInit from, String clientToServer, String serverToClient) {
    return new KexInit(
        from.cookie(),
        from.kexAlgorithms(),
        from.serverHostKeyAlgorithms(),
        NameList.of(clientToServer),
        NameList.of(serverToClient),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }

  private static KexInit macs(KexInit from, String clientToServer, String serverToClient) {
    return new KexInit(
        from.cookie(),
        from.kexAlgorithms(),
        from.serverHostKeyAlgorithms(),
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        NameList.of(clientToServer),
        NameList.of(serverToClient),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }
}
