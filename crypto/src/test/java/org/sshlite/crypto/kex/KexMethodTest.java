package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.SecretBytes;

/** What every key exchange method must do alike. */
class KexMethodTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Stream<KexMethod> methods() {
    return Stream.concat(
        KexMethods.SUPPORTED.stream()
            .filter(name -> !name.equals(GroupExchange.NAME))
            .map(name -> KexMethods.byName(name).orElseThrow()),
        Stream.of(GroupExchange.method(DhGroup.group14())));
  }

  static Stream<KexMethod> methodsWithBlobsOfOneLength() {
    return methods().filter(method -> !method.name().startsWith("diffie-hellman"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void both_sides_find_the_same_secret(KexMethod method) throws Exception {
    try (KexMethod.Initiator initiator = method.initiate(RANDOM)) {
      KexMethod.Response response = method.respond(initiator.init(), RANDOM);

      assertThat(initiator.finish(response.reply())).isEqualTo(response.sharedSecret());
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void no_two_exchanges_have_a_blob_or_a_secret_in_common(KexMethod method) throws Exception {
    try (KexMethod.Initiator one = method.initiate(RANDOM);
        KexMethod.Initiator two = method.initiate(RANDOM)) {
      assertThat(one.init()).isNotEqualTo(two.init()).isEqualTo(one.init());
      KexMethod.Response first = method.respond(one.init(), RANDOM);
      KexMethod.Response second = method.respond(one.init(), RANDOM);
      assertThat(first.reply()).isNotEqualTo(second.reply());
      assertThat(first.sharedSecret()).isNotEqualTo(second.sharedSecret());
    }
  }

  @ParameterizedTest
  @MethodSource("methodsWithBlobsOfOneLength")
  void a_blob_of_another_length_is_refused(KexMethod method) throws Exception {
    try (KexMethod.Initiator initiator = method.initiate(RANDOM)) {
      byte[] init = initiator.init();
      byte[] reply = method.respond(init, RANDOM).reply();
      for (int length : new int[] {0, 1, 31, init.length / 2}) {
        refusesInit(method, Arrays.copyOf(init, length));
        refusesReply(initiator, Arrays.copyOf(reply, length));
      }
      refusesInit(method, Arrays.copyOf(init, init.length + 1));
      refusesReply(initiator, Arrays.copyOf(reply, reply.length + 1));
      refusesInit(method, Arrays.copyOf(init, 40_000));
      refusesReply(initiator, Arrays.copyOf(reply, 40_000));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void a_blob_of_zeros_is_refused(KexMethod method) throws Exception {
    try (KexMethod.Initiator initiator = method.initiate(RANDOM)) {
      byte[] init = initiator.init();
      byte[] reply = method.respond(init, RANDOM).reply();
      refusesInit(method, new byte[init.length]);
      refusesReply(initiator, new byte[reply.length]);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void altered_blobs_lead_to_a_refusal_or_to_another_secret(KexMethod method) throws Exception {
    try (KexMethod.Initiator initiator = method.initiate(RANDOM)) {
      KexMethod.Response response = method.respond(initiator.init(), RANDOM);
      byte[] reply = response.reply();
      for (int at = 0; at < reply.length; at += Math.max(1, reply.length / 16)) {
        byte[] altered = reply.clone();
        altered[at] ^= 1;
        assertThat(secretOrNothing(initiator, altered)).doesNotContain(response.sharedSecret());
      }
    }
  }

  private static Stream<SecretBytes> secretOrNothing(KexMethod.Initiator initiator, byte[] reply) {
    try {
      return Stream.of(initiator.finish(reply));
    } catch (KexException _) {
      return Stream.empty();
    }
  }

  @Test
  void a_name_that_is_not_there_is_not_found() {
    assertThat(KexMethods.byName("diffie-hellman-group1-md5")).isEmpty();
    // its method depends on the group
    assertThat(KexMethods.byName(GroupExchange.NAME)).isEmpty();
  }

  private static void refusesInit(KexMethod method, byte[] init) {
    assertThatThrownBy(() -> method.respond(init, RANDOM)).isInstanceOf(KexException.class);
  }

  private static void refusesReply(KexMethod.Initiator initiator, byte[] reply) {
    assertThatThrownBy(() -> initiator.finish(reply)).isInstanceOf(KexException.class);
  }
}
