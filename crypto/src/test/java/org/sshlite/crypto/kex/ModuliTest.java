package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.kex.GroupExchange.Request;

class ModuliTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String P14 = DhGroup.group14().p().toString(16);

  @Test
  void a_line_of_a_moduli_file_is_a_group() throws Exception {
    Moduli moduli =
        Moduli.of(
            Stream.of(
                "#\t$OpenBSD$",
                "# Time Type Tests Tries Size Generator Modulus",
                "",
                "20230706170301 2 6 100 2047 5 " + P14.toUpperCase(Locale.ROOT)));

    assertThat(moduli.size()).isEqualTo(1);
    assertThat(moduli.choose(new Request(2048, 2048, 8192), RANDOM))
        .isEqualTo(new DhGroup(DhGroup.group14().p(), BigInteger.valueOf(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // not a safe prime
        "20230706170301 4 6 100 2047 5 %s",
        // composite, or not tested
        "20230706170301 2 7 100 2047 5 %s",
        "20230706170301 2 0 100 2047 5 %s",
        "20230706170301 2 6 0 2047 5 %s",
        // another size than it says
        "20230706170301 2 6 100 2048 5 %s",
        "20230706170301 2 6 100 2047 5 1%s",
        "20230706170301 2 6 100 2047 5 %s0",
        // even, or a generator that is none
        "20230706170301 2 6 100 2051 5 %s0",
        "20230706170301 2 6 100 2047 1 %s",
        "20230706170301 2 6 100 2047 0 %s",
        // truncated, or too long
        "20230706170301 2 6 100 2047 5",
        "20230706170301 2 6 100 2047 5 %s x",
        "20230706170301 2 6 100 99999999999 5 %s",
        "garbage"
      })
  void a_line_that_is_no_proven_group_is_left_out(String line) {
    assertThat(Moduli.of(Stream.of(line.formatted(P14))).size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // the smallest that is enough
    "2048, 2048, 8192, 2048",
    "2048, 2049, 8192, 3072",
    "2048, 3072, 8192, 3072",
    "1024, 1024, 8192, 2048",
    "2048, 4097, 100000, 6144",
    // else the largest that is allowed
    "2048, 8192, 8192, 6144",
    "2048, 4000, 4000, 3072",
  })
  void the_size_that_suits_best_is_chosen(int minimum, int preferred, int maximum, int expected)
      throws Exception {
    Moduli moduli = Moduli.of(Stream.of(line(2048), line(3072), line(4096), line(6144)));

    assertThat(moduli.choose(new Request(minimum, preferred, maximum), RANDOM).bits())
        .isEqualTo(expected);
  }

  @Test
  void groups_of_one_size_take_turns() throws Exception {
    Moduli moduli = Moduli.of(Stream.of(line(2048), line(2048), line(2048), line(4096)));
    Set<DhGroup> chosen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      chosen.add(moduli.choose(new Request(2048, 2048, 8192), RANDOM));
    }

    // the chance to miss one is below 2^-100
    assertThat(chosen).hasSize(3);
  }

  @Test
  void without_a_group_that_fits_it_is_one_of_RFC_3526() throws Exception {
    Moduli none = Moduli.of(Stream.empty());

    assertThat(none.choose(new Request(2048, 2048, 8192), RANDOM)).isEqualTo(DhGroup.group14());
    assertThat(none.choose(new Request(2048, 3072, 8192), RANDOM)).isEqualTo(DhGroup.group16());
    assertThat(none.choose(new Request(2048, 8192, 8192), RANDOM)).isEqualTo(DhGroup.group18());
    assertThat(none.choose(new Request(2048, 3072, 3072), RANDOM)).isEqualTo(DhGroup.group14());
    assertThatThrownBy(() -> none.choose(new Request(3000, 3000, 3500), RANDOM))
        .isInstanceOf(KexException.class);
  }

  /** A number of that many bits: whether it is prime is the file's word. */
  private static String line(int bits) {
    BigInteger p = new BigInteger(bits, RANDOM).setBit(bits - 1).setBit(0);
    return "20230706170301 2 6 100 " + (bits - 1) + " 2 " + p.toString(16);
  }
}
