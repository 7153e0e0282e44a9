package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketCiphersTest {
  @Test
  void the_order_is_that_of_OpenSSH() {
    assertThat(PacketCiphers.DEFAULT_ENCRYPTION)
        .containsExactly(
            "chacha20-poly1305@openssh.com",
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com",
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr");
    assertThat(PacketCiphers.DEFAULT_MACS)
        .containsExactly(
            "umac-64-etm@openssh.com",
            "umac-128-etm@openssh.com",
            "hmac-sha2-256-etm@openssh.com",
            "hmac-sha2-512-etm@openssh.com",
            "umac-64@openssh.com",
            "umac-128@openssh.com",
            "hmac-sha2-256",
            "hmac-sha2-512");
    assertThat(Compression.DEFAULT).containsExactly("none", "zlib@openssh.com");
  }

  @Test
  void nothing_with_SHA_1_or_CBC_is_supported() {
    assertThat(PacketCiphers.SUPPORTED_ENCRYPTION).noneMatch(name -> name.contains("cbc"));
    assertThat(PacketCiphers.SUPPORTED_MACS)
        .noneMatch(name -> name.contains("sha1") || name.contains("md5"));
  }

  @Test
  void an_AEAD_needs_no_MAC_key_whatever_MAC_was_negotiated() {
    assertThat(new CipherSuite("aes128-gcm@openssh.com", "hmac-sha2-256").macKeyLength()).isZero();
    assertThat(PacketCiphers.authenticates("aes256-gcm@openssh.com")).isTrue();
    assertThat(PacketCiphers.authenticates("aes256-ctr")).isFalse();
  }
}
