package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Role;

/** What a client that nobody knows yet can make a server hold. */
class EarlyMemoryTest {
  private static final int CONNECTIONS = Boolean.getBoolean("whole") ? 250 : 60;

  /** Bytes of heap, of the peer as well that the test plays. */
  private static final long MOST_OF_EACH = 256 * 1024;

  /** A packet, and the most that may come of it before it is whole. */
  private static final int NEARLY_A_PACKET = 65_000;

  record Burden(String name, Supplier<Stage> start) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Burden> burdens() {
    return Stream.of(
        new Burden("says nothing", () -> started("")),
        new Burden("never ends its identification", () -> started("SSH-2.0-".repeat(1000))),
        new Burden("never ends a packet in the clear", EarlyMemoryTest::unfinishedInTheClear),
        new Burden("has as many names in its lists as it may", EarlyMemoryTest::manyNames),
        new Burden("fills its lists with the longest names", EarlyMemoryTest::longNames),
        new Burden("sends much ahead of an answer", EarlyMemoryTest::ahead),
        new Burden("reads no answers", EarlyMemoryTest::deaf),
        new Burden("reads no answers to many messages", EarlyMemoryTest::deafToMany));
  }

  private static Stage started(String identification) {
    Stage stage = Stage.server();
    stage.driver.start();
    stage.carrier.arrive(identification.getBytes(StandardCharsets.US_ASCII));
    stage.settle();
    return stage;
  }

  private static Stage unfinishedInTheClear() {
    Stage stage = started("SSH-2.0-x\r\n");
    byte[] start = new byte[NEARLY_A_PACKET];
    start[2] = (byte) 0xff;
    start[3] = (byte) 0xf4;
    stage.carrier.arrive(start);
    stage.settle();
    stage.assertAlive();
    return stage;
  }

  private static Stage manyNames() {
    return proposing(0);
  }

  private static Stage longNames() {
    return proposing(45);
  }

  /** All of its lists are full, and it goes no further. */
  private static Stage proposing(int moreCharacters) {
    Stage stage = Stage.server().identified();
    KexInit ours = (KexInit) stage.onlyAnswer();
    String more = "x".repeat(moreCharacters);
    stage.send( // its bytes, for the names of one that the peer keeps would count
        StrangeNameListTest.each(
                ours, list -> StrangeNameListTest.filledUp(list, NameList.MAXIMUM_NAMES, more))
            .payload());
    stage.assertAlive();
    return stage;
  }

  private static Stage keys() {
    return Stage.of(Role.SERVER, "curve25519-sha256").keys();
  }

  private static Stage deciding() {
    Stage stage = keys();
    stage.send(new ServiceRequest("ssh-userauth"));
    stage.carrier.holdWork(true);
    stage.send(new UserauthRequest("alice", "ssh-connection", new AuthMethod.None()));
    return stage;
  }

  private static Stage ahead() {
    Stage stage = deciding();
    stage.carrier.reading(true); // what was read with the request
    stage.send(new Ignore(new byte[NEARLY_A_PACKET])).assertAlive();
    return stage;
  }

  /** Of an RSA key of 8,192 bits, which somebody may log in with. */
  private static final byte[] LARGE_KEY =
      new SshWriter()
          .string("ssh-rsa")
          .mpint(BigInteger.valueOf(65537))
          .mpint(BigInteger.ONE.shiftLeft(8191).setBit(0))
          .toByteArray();

  /** Whom nobody has answers for but PK_OK. */
  private static Stage asking() {
    Stage stage = Stage.of(Role.SERVER, "curve25519-sha256");
    stage.authenticator = Optional.of(new Everybody());
    stage.keys();
    stage.send(new ServiceRequest("ssh-userauth"));
    stage.peer.payloads();
    stage.carrier.writable(false);
    return stage;
  }

  private static UserauthRequest query() {
    return new UserauthRequest(
        "alice", "ssh-connection", new AuthMethod.PublicKey("rsa-sha2-512", LARGE_KEY, null));
  }

  /** Answers to it that are no more than 128 KiB. */
  private static int answers() {
    return 128 * 1024 / new UserauthPkOk("rsa-sha2-512", LARGE_KEY).payload().length;
  }

  private static Stage deaf() {
    Stage stage = asking();
    for (int i = 0; i < answers(); i++) {
      stage.send(query());
    }
    stage.assertAlive();
    return stage;
  }

  /** Each costs it a few bytes, and us a list's entry. */
  private static Stage deafToMany() {
    Stage stage = keys();
    stage.carrier.writable(false);
    for (int i = 0; i < 1900; i++) {
      stage.send(new byte[] {8});
    }
    stage.assertAlive();
    return stage;
  }

  @Test
  void who_reads_no_answers_gets_128_KiB_of_them() {
    Stage stage = deaf();
    stage.send(query());
    assertThat(stage.refusal())
        .isEqualTo(new Refusal.LimitExceeded("the peer provokes replies without reading them"));
  }

  @ParameterizedTest
  @MethodSource("burdens")
  void a_client_holds_little_that(Burden burden) {
    burden.start().get(); // what is loaded once
    List<Stage> held = new ArrayList<>();
    long before = heap();
    for (int i = 0; i < CONNECTIONS; i++) {
      held.add(burden.start().get());
    }
    assertThat((heap() - before) / held.size()).isBetween(1L, MOST_OF_EACH);
  }

  private static long heap() {
    // each fourth leaves nothing dead in its place
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void more_than_a_packet_ahead_of_an_answer_is_refused() {
    Stage stage = deciding();
    stage.carrier.reading(true);
    stage.peer.sendBytes(new byte[65 * 1024]);
    stage.settle();
    stage.assertAlive();
    stage.peer.sendBytes(new byte[1]);
    stage.settle();
    stage.carrier.holdWork(false);
    stage.settle();
    assertThat(stage.refusal())
        .isEqualTo(new Refusal.LimitExceeded("too much sent ahead of the answer to a login"));
  }

  /** Would take any key. */
  private static final class Everybody implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return NameList.of("publickey");
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      return true;
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      return new AuthDecision.Refused();
    }
  }
}
