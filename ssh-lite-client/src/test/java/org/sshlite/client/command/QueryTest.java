package org.sshlite.client.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QueryTest {
  /** What OpenSSH has and we have not, and why. */
  private static final Map<String, String> LACKING = Map.of();

  /** What we have and OpenSSH has not. */
  private static final Set<String> ADDED = Set.of("mlkem1024nistp384-sha384");

  @ParameterizedTest
  @CsvSource({
    "kex, mlkem768x25519-sha256",
    "KexAlgorithms, curve25519-sha256",
    "cipher, aes256-gcm@openssh.com",
    "Ciphers, chacha20-poly1305@openssh.com",
    "cipher-auth, aes128-gcm@openssh.com",
    "key, ssh-ed25519",
    "key-sig, ssh-ed25519",
    "sig, ssh-ed25519",
    "protocol-version, 2",
    "compression, none",
    "help, cipher-auth",
  })
  void a_question_has_its_answer(String question, String name) {
    assertThat(Query.answer(question))
        .get()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .contains(name);
  }

  /**
   * OpenSSH 10.5's own answers, and ours: the same names in the same order. A name of its that we
   * come to lack must be given a reason here and in README.
   */
  @ParameterizedTest
  @MethodSource("sshsAnswers")
  void what_ssh_has_is_here_in_its_order_or_has_a_reason(String question, List<String> names) {
    List<String> expected = names.stream().filter(name -> !LACKING.containsKey(name)).toList();
    List<String> ours = Query.answer(question).orElseThrow();
    assertThat(ours.stream().filter(name -> !ADDED.contains(name)).toList()).isEqualTo(expected);
  }

  static Stream<Arguments> sshsAnswers() throws IOException {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    List<String> names = List.of();
    try (InputStream file = QueryTest.class.getResourceAsStream("ssh-Q-10.5.txt")) {
      for (String line : new String(file.readAllBytes(), US_ASCII).lines().toList()) {
        if (line.startsWith("# ")) {
          names = new ArrayList<>();
          answers.put(line.substring(2), names);
        } else {
          names.add(line);
        }
      }
    }
    return answers.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @Test
  void a_question_that_nobody_knows_has_none() {
    assertThat(Query.answer("weather")).isEmpty();
  }
}
