package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.mitm.Direction.CLIENT_TO_SERVER;
import static org.sshlite.tests.mitm.Direction.SERVER_TO_CLIENT;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * What is changed between KEXINIT and NEWKEYS: keys, signature, and what is put in or taken out.
 */
class ChangedKeyExchangeTest {
  private static final String CURVE25519 = "curve25519-sha256";
  private static final String ML_KEM = "mlkem768x25519-sha256";
  private static final int X25519_LENGTH = 32;

  private static LoopbackServer server;

  @BeforeAll
  static void startServer() {
    server = LoopbackServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static TamperedLogin login(String kex) {
    return TamperedLogin.to(server)
        .with(TransportOptions.builder().kexMethods(List.of(kex)).build());
  }

  private static TamperedLogin login() {
    return TamperedLogin.to(server);
  }

  /** Places from the end are in the X25519 part. */
  @ParameterizedTest
  @CsvSource({CURVE25519 + ", 0", CURVE25519 + ", -2", ML_KEM + ", -32", ML_KEM + ", -2"})
  void a_changed_ephemeral_key_of_the_client_does_not_fit_the_signature(String kex, int place) {
    assertThat(
            login(kex)
                .failsWith(
                    () ->
                        Alteration.init(
                            init -> new KexEcdhInit(Places.flipped(init.clientBlob(), place)))))
        .isEqualTo(login().badSignature());
  }

  /** ML-KEM answers a changed ciphertext with another secret (FIPS 203): the hash tells. */
  @ParameterizedTest
  @CsvSource({
    CURVE25519 + ", 0",
    CURVE25519 + ", -2",
    ML_KEM + ", 0",
    ML_KEM + ", 700",
    ML_KEM + ", -2"
  })
  void a_changed_ephemeral_key_of_the_server_does_not_fit_the_signature(String kex, int place) {
    assertThat(login(kex).failsWith(() -> Alteration.serverBlobFlipped(place)))
        .isEqualTo(login().badSignature());
  }

  @ParameterizedTest
  @ValueSource(strings = {CURVE25519, ML_KEM})
  void a_point_of_small_order_is_refused(String kex) {
    assertThat(
            login(kex)
                .failsWith(
                    () ->
                        Alteration.reply(
                            reply ->
                                new KexEcdhReply(
                                    reply.hostKey(),
                                    withoutX25519(reply.serverBlob()),
                                    reply.signature()))))
        .startsWith("key exchange failed: ");
  }

  private static byte[] withoutX25519(byte[] blob) {
    byte[] changed = blob.clone();
    Arrays.fill(changed, blob.length - X25519_LENGTH, blob.length, (byte) 0);
    return changed;
  }

  @ParameterizedTest
  @ValueSource(strings = {CURVE25519, ML_KEM})
  void an_ephemeral_key_of_the_wrong_length_is_refused(String kex) {
    assertThat(
            login(kex)
                .failsWith(
                    () ->
                        Alteration.reply(
                            reply ->
                                new KexEcdhReply(
                                    reply.hostKey(), new byte[31], reply.signature()))))
        .startsWith("key exchange failed: ");
  }

  /** In the 64 bytes of the signature, and in their length. */
  @ParameterizedTest
  @ValueSource(ints = {-1, -40, -64, 18})
  void a_changed_signature_is_refused(int place) {
    assertThat(failureWithSignatureChangedAt(place)).isEqualTo(login().badSignature());
  }

  /** In the length of its name, and in the name. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void a_signature_of_another_name_is_refused(int place) {
    assertThat(failureWithSignatureChangedAt(place))
        .matches("the host signed the exchange hash by \\S+ where ssh-ed25519 was agreed on");
  }

  private String failureWithSignatureChangedAt(int place) {
    return login().failsWith(() -> Alteration.signatureFlipped(place));
  }

  @Test
  void another_host_key_does_not_fit_the_signature() {
    try (PrivateKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      PublicKey shown = other.publicKey();

      assertThat(
              login()
                  .failsWith(
                      () ->
                          Alteration.reply(
                              reply ->
                                  new KexEcdhReply(
                                      shown.blob(), reply.serverBlob(), reply.signature()))))
          .isEqualTo(TamperedLogin.badSignature(shown));
    }
  }

  @Test
  void a_host_key_that_is_none_is_refused() {
    assertThat(
            login()
                .failsWith(
                    () ->
                        Alteration.reply(
                            reply ->
                                new KexEcdhReply(
                                    Places.flipped(reply.hostKey(), 0),
                                    reply.serverBlob(),
                                    reply.signature()))))
        .startsWith("malformed ");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void a_changed_identification_string_does_not_fit_the_signature(Direction way) {
    assertThat(
            login()
                .failsWith(
                    () ->
                        unit ->
                            unit.kind() == Unit.Kind.IDENTIFICATION && unit.direction() == way
                                ? List.of("SSH-2.0-other\r\n".getBytes())
                                : List.of(unit.bytes())))
        .isEqualTo(login().badSignature());
  }

  /** Terrapin, CVE-2023-48795: a packet put in, so that another can be taken out after NEWKEYS. */
  @ParameterizedTest
  @ValueSource(ints = {KexInit.NUMBER, KexEcdhReply.NUMBER, NewKeys.NUMBER})
  void a_packet_put_in_towards_the_client_violates_strict_key_exchange(int before) {
    assertThat(
            List.of(
                login().failsWith(() -> inserting(before, new Ignore(new byte[1]))),
                login().failsWith(() -> inserting(before, new Debug(false, "", ""))),
                login().failsWith(() -> inserting(before, new Unimplemented(0)))))
        .allSatisfy(message -> assertThat(message).startsWith("strict key exchange violated: "));
  }

  private static Alteration inserting(int before, org.sshlite.protocol.message.Message own) {
    return Alteration.insertBefore(before, own, SERVER_TO_CLIENT)
        .and(Alteration.drop(Alteration.sealed(SERVER_TO_CLIENT, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {KexInit.NUMBER, KexEcdhInit.NUMBER, NewKeys.NUMBER})
  void a_packet_put_in_towards_the_server_violates_strict_key_exchange(int before) {
    assertThat(
            login()
                .failsWith(
                    () ->
                        Alteration.insertBefore(before, new Ignore(new byte[1]), CLIENT_TO_SERVER)))
        .startsWith("disconnected by the peer: strict key exchange violated: ");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void packets_after_lost_NEWKEYS_are_refused(Direction way) {
    assertThat(login().failsWith(() -> Alteration.drop(Alteration.plain(way, NewKeys.NUMBER))))
        .containsAnyOf("packet corrupt", "Packet corrupt", "strict key exchange violated");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void a_second_NEWKEYS_in_the_clear_is_refused(Direction way) {
    assertThat(login().failsWith(() -> Alteration.repeat(Alteration.plain(way, NewKeys.NUMBER))))
        .containsIgnoringCase("packet corrupt");
  }

  @ParameterizedTest
  @ValueSource(ints = {KexInit.NUMBER, KexEcdhReply.NUMBER})
  void a_repeated_packet_is_refused(int number) {
    assertThat(
            login().failsWith(() -> Alteration.repeat(Alteration.plain(SERVER_TO_CLIENT, number))))
        .containsAnyOf("unexpected message " + number, "strict key exchange violated");
  }
}
