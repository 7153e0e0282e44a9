package org.sshlite.sshd.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.Costs;

class CryptTest {
  private static final String HASH =
      "$5$rounds=1000$salt$qOfjCda6YN/JiGzcA4MkoJaIXdhJzf.qd.KJPQZ7TA/";

  /** SHA-512 of so many rounds takes ten milliseconds and more. */
  private static final String SLOW = "$6$rounds=20000$salt$";

  @TempDir private Path folder;
  private Crypt crypt;

  @BeforeEach
  void find() throws Exception {
    crypt = crypt("root:*:20000::::::\n");
  }

  private Crypt crypt(String shadow) throws Exception {
    Optional<Crypt> found = Crypt.find(Files.writeString(folder.resolve("shadow"), shadow));
    Assumptions.assumeTrue(found.isPresent(), "needs libcrypt.so.1");
    return found.get();
  }

  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(UTF_8));
  }

  private boolean matches(String password, String kept) {
    return crypt.matches(secret(password), secret(kept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$y$j75$sshlitetests$Ujjig/M4r4JzhpRX4yN2.GwpE3KEjrbMtom/gHHbPb9",
        "$6$rounds=1000$salt$Op5Pr8IefYjtJFNiLT8d.Xb85v8VtEyyKosvqEUXP9/"
            + ".f4IC5kMbKoUZwss1ymncWvUZB6QVTmIH88IN1Uc5C.",
        HASH,
        "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
      })
  void passwords_match_by_whatever_method_they_are_hashed(String kept) {
    assertThat(matches("correct horse", kept)).isTrue();
    assertThat(matches("correct horsf", kept)).isFalse();
    assertThat(matches("", kept)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "x", "!", "!!", "*0", "*1", "*LK*", "$", "$6$", "$9$salt$hash"})
  void what_is_no_hash_matches_nothing(String kept) {
    assertThat(matches("correct horse", kept)).isFalse();
    assertThat(matches("", kept)).isFalse();
    assertThat(matches(kept, kept)).isFalse();
  }

  @Test
  void a_password_does_not_end_at_a_NUL() {
    assertThat(matches("correct horse\0", HASH)).isFalse();
    assertThat(matches("correct horse\0more", HASH)).isFalse();
  }

  @Test
  void a_password_may_be_as_long_as_the_library_takes_and_longer_ones_match_nothing() {
    for (int length : new int[] {512, 513, 1024}) {
      assertThat(matches("a".repeat(length), HASH)).isFalse();
    }
  }

  /** As long as the first password that the shadow database has: it is as dear as any other. */
  @ParameterizedTest
  @ValueSource(strings = {"", "*", "$9$salt$hash"})
  void one_that_nobody_has_takes_as_long_as_others(String kept) throws Exception {
    crypt = crypt("root:*:20000::::::\nalice:" + SLOW + "hash:20000::::::\n");
    List<Supplier<Boolean>> kinds =
        List.of(
            () -> matches("a", SLOW + "hash"),
            () -> matches("a", kept),
            () -> {
              crypt.matchesNobodys(secret("a"));
              return false;
            });
    Costs.assertAlike(kinds);
  }

  /** Its salt stands right before the hash, with no sign between them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2b$11$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2b$11$short",
        "$9$unknown$hash"
      })
  void it_does_where_the_first_is_of_bcrypt_or_of_no_method_that_is_known(String first)
      throws Exception {
    crypt = crypt("alice:" + first + ":20000::::::\n");

    // what the library refuses takes microseconds
    assertThat(time(() -> crypt.matchesNobodys(secret("a"))))
        .isGreaterThan(Duration.ofMillis(1).toNanos());
  }

  private static long time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Math.max(System.nanoTime() - start, Duration.ofMillis(1).toNanos());
  }
}
