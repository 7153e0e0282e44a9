package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sshlite.tests.mitm.Direction.SERVER_TO_CLIENT;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.loopback.LoopbackServer;
import org.sshlite.tests.mitm.TamperedSession.Outcome;

/** Packets after NEWKEYS: one bit changed, one lost, sent twice or out of order. */
class ChangedPacketTest {
  private static final List<String> KEX = List.of("mlkem768x25519-sha256", "curve25519-sha256");
  private static final List<String> CIPHERS =
      List.of("chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com");

  /** By then both ends have logged in and send data as fast as they can. */
  private static final int AMID_DATA = 40;

  private static final String CLIENT_SAYS = "packet corrupt: its length, padding or MAC is wrong";
  private static final String SERVER_SAYS = "disconnected by the peer: Packet corrupt (reason 5)";

  private static LoopbackServer server;

  @BeforeAll
  static void startServer() {
    server = LoopbackServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static Stream<Arguments> algorithms() {
    return KEX.stream().flatMap(kex -> CIPHERS.stream().map(cipher -> arguments(kex, cipher)));
  }

  private static Stream<Arguments> eachWay() {
    return algorithms()
        .flatMap(
            pair ->
                Stream.of(Direction.values())
                    .map(way -> arguments(pair.get()[0], pair.get()[1], way)));
  }

  /**
   * In the length, the first and a later block, the padding and the tag: under each key exchange
   * method by {@code -P whole}, otherwise under one of them in turn.
   */
  static Stream<Arguments> bits() {
    List<Arguments> all =
        eachWay()
            .flatMap(
                some ->
                    IntStream.of(0, 4, 9, -17, -1)
                        .mapToObj(
                            place -> arguments(some.get()[0], some.get()[1], some.get()[2], place)))
            .toList();
    int half = all.size() / KEX.size();
    return IntStream.range(0, all.size())
        .filter(turn -> Boolean.getBoolean("whole") || turn % half % KEX.size() == turn / half)
        .mapToObj(all::get);
  }

  private static String whoSeesIt(Direction way) {
    return way == SERVER_TO_CLIENT ? CLIENT_SAYS : SERVER_SAYS;
  }

  private static void assertRefused(Outcome outcome, Direction way) {
    assertThat(outcome.ending()).isEqualTo(whoSeesIt(way));
    assertThat(outcome.isPrefixOfWhatWasSent()).isTrue();
    assertThat(outcome.isComplete()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void an_unchanged_session_is_whole(String kex, String cipher) {
    Outcome outcome = new TamperedSession(server, kex, cipher).run(Alteration::none);

    assertThat(outcome.ending()).isEqualTo("closed");
    assertThat(outcome.isComplete()).isTrue();
    assertThat(outcome.isPrefixOfWhatWasSent()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("bits")
  void a_changed_bit_in_the_first_packet_is_refused(
      String kex, String cipher, Direction way, int place) {
    Predicate<Unit> first = Alteration.sealed(way, 0);

    assertRefused(
        new TamperedSession(server, kex, cipher).run(() -> Alteration.flipBit(first, place)), way);
  }

  @ParameterizedTest
  @MethodSource("bits")
  void a_changed_bit_amid_data_is_refused(String kex, String cipher, Direction way, int place) {
    Predicate<Unit> later = Alteration.sealed(way, AMID_DATA);

    assertRefused(
        new TamperedSession(server, kex, cipher).run(() -> Alteration.flipBit(later, place)), way);
  }

  @ParameterizedTest
  @MethodSource("eachWay")
  void a_lost_packet_is_noticed_by_the_next(String kex, String cipher, Direction way) {
    Predicate<Unit> later = Alteration.sealed(way, AMID_DATA);

    assertRefused(new TamperedSession(server, kex, cipher).run(() -> Alteration.drop(later)), way);
  }

  @ParameterizedTest
  @MethodSource("eachWay")
  void a_repeated_packet_is_refused(String kex, String cipher, Direction way) {
    Predicate<Unit> later = Alteration.sealed(way, AMID_DATA);

    assertRefused(
        new TamperedSession(server, kex, cipher).run(() -> Alteration.repeat(later)), way);
  }

  @ParameterizedTest
  @MethodSource("eachWay")
  void swapped_packets_are_refused(String kex, String cipher, Direction way) {
    Predicate<Unit> later = Alteration.sealed(way, AMID_DATA);

    assertRefused(
        new TamperedSession(server, kex, cipher).run(() -> Alteration.swapWithNext(way, later)),
        way);
  }

  /** Only their own sender knows the keys of a direction. */
  @ParameterizedTest
  @MethodSource("algorithms")
  void a_packet_sent_back_to_its_sender_is_refused(String kex, String cipher) {
    Reflection reflection = new Reflection(AMID_DATA);

    assertRefused(new TamperedSession(server, kex, cipher).run(() -> reflection), SERVER_TO_CLIENT);
  }
}
