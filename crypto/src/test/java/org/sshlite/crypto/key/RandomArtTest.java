package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomArtTest {
  @ParameterizedTest
  @CsvSource({
    "ed25519, ED25519 256",
    "rsa, RSA 2048",
    "ecdsa256, ECDSA 256",
    "ecdsa521, ECDSA 521",
    "sk-ecdsa, ECDSA-SK 256"
  })
  void the_picture_is_that_of_ssh_keygen(String name, String title) throws Exception {
    PublicKey key = Recorded.publicKey(name).key();
    String theirs = SshKeygen.run("-l", "-v", "-f", Recorded.file(name + ".pub"));
    assertThat(RandomArt.ofSha256(key, title)).isEqualTo(withoutFirstLine(theirs));
    String md5 = SshKeygen.run("-l", "-v", "-E", "md5", "-f", Recorded.file(name + ".pub"));
    assertThat(RandomArt.of("MD5", key, title)).isEqualTo(withoutFirstLine(md5));
  }

  private static String withoutFirstLine(String text) {
    return text.substring(text.indexOf('\n') + 1);
  }
}
