package org.sshlite.protocol.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** What a program on the way to a target may send first. */
class SocksRequestTest {
  private static SocksRequest.Step read(String address, String rest) {
    return SocksRequest.read(Unpooled.copiedBuffer("\4\1\0\120" + address + rest, US_ASCII), false);
  }

  @Test
  void a_user_of_version_4_has_255_bytes_at_most() {
    String address = "\1\1\1\1";
    assertThat(read(address, "u".repeat(255))).isInstanceOf(SocksRequest.Step.More.class);
    assertThat(read(address, "u".repeat(255) + "\0")).isInstanceOf(SocksRequest.Step.Request.class);
    assertThat(read(address, "u".repeat(256) + "\0")).isInstanceOf(SocksRequest.Step.Refusal.class);
    assertThat(read(address, "u".repeat(257))).isInstanceOf(SocksRequest.Step.Refusal.class);
  }

  @Test
  void a_name_of_version_4a_has_255_bytes_at_most() {
    String named = "\0\0\0\1";
    assertThat(read(named, "\0" + "n".repeat(255))).isInstanceOf(SocksRequest.Step.More.class);
    assertThat(read(named, "\0" + "n".repeat(255) + "\0"))
        .isInstanceOf(SocksRequest.Step.Request.class);
    assertThat(read(named, "\0" + "n".repeat(256) + "\0"))
        .isInstanceOf(SocksRequest.Step.Refusal.class);
    assertThat(read(named, "\0" + "n".repeat(256))).isInstanceOf(SocksRequest.Step.Refusal.class);
  }
}
