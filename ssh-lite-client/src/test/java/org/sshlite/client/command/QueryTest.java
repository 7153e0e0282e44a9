package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
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

  @Test
  void nothing_unsafe_is_offered() {
    assertThat(Query.answer("kex").orElseThrow()).noneMatch(name -> name.endsWith("sha1"));
    assertThat(Query.answer("cipher").orElseThrow()).noneMatch(name -> name.endsWith("cbc"));
    assertThat(Query.answer("sig").orElseThrow()).doesNotContain("ssh-rsa", "ssh-dss");
  }

  @Test
  void a_question_that_nobody_knows_has_none() {
    assertThat(Query.answer("weather")).isEmpty();
  }
}
