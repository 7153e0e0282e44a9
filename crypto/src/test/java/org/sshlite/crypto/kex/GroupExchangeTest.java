package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.kex.GroupExchange.Request;
import org.sshlite.crypto.wire.SshReader;

class GroupExchangeTest {
  private static final DhGroup GROUP = DhGroup.group14();

  @Test
  void both_sides_find_the_same_secret_in_the_group_that_was_chosen() throws Exception {
    SecureRandom random = new SecureRandom();
    KexMethod method = GroupExchange.method(GROUP);
    try (KexMethod.Initiator initiator = method.initiate(random)) {
      KexMethod.Response response = method.respond(initiator.init(), random);

      assertThat(method.name()).isEqualTo("diffie-hellman-group-exchange-sha256");
      assertThat(method.hash()).isEqualTo("SHA-256");
      assertThat(initiator.finish(response.reply())).isEqualTo(response.sharedSecret());
    }
  }

  @Test
  void the_exchange_hash_has_the_sizes_as_sent_and_the_group() throws Exception {
    Request request = Request.received(1024, 3000, 100_000);
    SshReader fields = new SshReader("fields", GroupExchange.exchangeHashFields(request, GROUP));

    assertThat(fields.uint32("min")).isEqualTo(1024);
    assertThat(fields.uint32("n")).isEqualTo(3000);
    assertThat(fields.uint32("max")).isEqualTo(100_000);
    assertThat(fields.mpint("p", 2048)).isEqualTo(GROUP.p());
    assertThat(fields.mpint("g", 8)).isEqualTo(GROUP.g());
    fields.end();
  }

  @ParameterizedTest
  @CsvSource({"112, 2048", "128, 3072", "192, 8192", "256, 8192"})
  void a_client_asks_for_a_group_as_strong_as_its_cipher(int strength, int preferred) {
    assertThat(Request.forStrength(strength)).isEqualTo(new Request(2048, preferred, 8192));
  }

  @ParameterizedTest
  @CsvSource({
    "3072, 2048, 8192",
    "2048, 8192, 4096",
    "1024, 1024, 1536",
    "8193, 9000, 10000",
    "0, 0, 0",
    "2048, 4096, 4294967295",
  })
  void a_request_out_of_order_or_without_a_size_we_take_is_refused(
      long minimum, long preferred, long maximum) {
    assertThatThrownBy(() -> Request.received(minimum, preferred, maximum))
        .isInstanceOf(KexException.class);
  }

  @Test
  void a_group_that_was_not_asked_for_or_can_be_none_is_refused() throws Exception {
    BigInteger p = GROUP.p();
    Request request = Request.forStrength(128);
    assertThat(GroupExchange.received(request, p, BigInteger.TWO)).isEqualTo(GROUP);

    refuses(request, p.shiftRight(1).setBit(0), BigInteger.TWO);
    refuses(request, BigInteger.ONE.shiftLeft(8192).setBit(0), BigInteger.TWO);
    refuses(request, p.negate(), BigInteger.TWO);
    refuses(request, BigInteger.ZERO, BigInteger.TWO);
    refuses(request, p.clearBit(0), BigInteger.TWO);
    for (BigInteger g :
        new BigInteger[] {
          BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO.negate(), p.subtract(BigInteger.ONE), p
        }) {
      refuses(request, p, g);
    }
    refuses(new Request(4096, 4096, 8192), p, BigInteger.TWO);
  }

  @Test
  void a_refused_modulus_is_told_for_what_it_is() {
    Request request = Request.forStrength(128);
    assertThatThrownBy(() -> GroupExchange.received(request, GROUP.p().negate(), BigInteger.TWO))
        .hasMessage("modulus is not positive");
    assertThatThrownBy(() -> GroupExchange.received(request, BigInteger.TEN, BigInteger.TWO))
        .hasMessage("modulus of 4 bits was not asked for");
  }

  private static void refuses(Request request, BigInteger p, BigInteger g) {
    assertThatThrownBy(() -> GroupExchange.received(request, p, g))
        .isInstanceOf(KexException.class);
  }
}
