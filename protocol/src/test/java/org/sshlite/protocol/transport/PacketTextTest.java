package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

class PacketTextTest {
  private static PacketText text(int number, SshWriter fields) {
    return PacketText.of(number, "channel", new SshReader("message", fields.toByteArray()));
  }

  @Test
  void a_window_adjust_names_channel_and_bytes() {
    assertThat(text(93, new SshWriter().uint32(7).uint32(65536)).lines())
        .containsExactly("channel 7: window adjust 65536");
  }

  @Test
  void what_a_peer_calls_a_request_cannot_forge_a_line() {
    SshWriter request = new SshWriter().uint32(0).string("x\ndebug1: \033[2Jforged").bool(true);
    assertThat(text(98, request).lines())
        .containsExactly("channel 0: request x\\012debug1: \\033[2Jforged, reply 1");
  }

  @Test
  void a_message_that_is_cut_off_is_told_as_such() {
    assertThat(text(90, new SshWriter().string("session")).lines())
        .singleElement()
        .asString()
        .contains("message");
  }

  @Test
  void a_long_field_is_cut() {
    SshWriter disconnect = new SshWriter().uint32(2).string("x".repeat(30_000)).string("");
    assertThat(text(1, disconnect).lines())
        .containsExactly("disconnect, reason 2: " + "x".repeat(1000) + "...");
  }

  @Test
  void a_peer_that_announces_a_million_extensions_fills_no_log() {
    SshWriter extensions = new SshWriter().uint32(1_000_000);
    for (int i = 0; i < 1000; i++) {
      extensions.string("e").string("");
    }
    assertThat(text(7, extensions).lines()).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 31, 50, 52, 60, 61, 94, 95})
  void nothing_is_said_of_what_keys_users_and_channels_carry(int number) {
    assertThat(text(number, new SshWriter().string("secret").string("secret")).lines()).isEmpty();
  }
}
