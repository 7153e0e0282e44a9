package org.sshlite.protocol.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final byte[] GREETING = {5, 1, 0};
  private static final byte[] GRANTED_4 = {0, 90, 0, 0, 0, 0, 0, 0};
  private static final byte[] REJECTED_4 = {0, 91, 0, 0, 0, 0, 0, 0};
  private static final byte[] GRANTED_5 = {5, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  private static final byte[] REJECTED_5 = {5, 5, 0, 1, 0, 0, 0, 0, 0, 0};

  /** What ssh 10.5 asks the far end for when it hears the same. */
  @ParameterizedTest
  @CsvSource({
    "4, 01 7f000001 7500, 127.0.0.1",
    "4, 01 00000001 7500 6c6f63616c686f737400, localhost",
    "4, 01 00000100 00, 0.0.1.0",
    "5, 01 00 01 7f000001, 127.0.0.1",
    "5, 01 00 03 09 6c6f63616c686f7374, localhost",
    "5, 01 00 03 03 3a3a31, ::1",
    "5, 01 00 04 00000000000000000000000000000001, ::1",
    "5, 01 00 04 00000000000000000000000000000000, ::",
    "5, 01 00 04 20010db8000000000001000000000001, 2001:db8::1:0:0:1",
    "5, 01 00 04 00010002000300040005000600000008, 1:2:3:4:5:6:0:8",
    "5, 01 00 04 00010000000000020000000000000003, 1:0:0:2::3",
    "5, 01 00 04 00000000000000000001000000000000, ::1:0:0:0",
    "5, 01 00 04 fe800000000000000000000000000001, fe80::1",
    "5, 01 00 04 0064ff9b000000000000000001020304, 64:ff9b::102:304",
    "5, 01 00 04 00000000000000000000ffff7f000001, ::ffff:127.0.0.1",
    "5, 01 00 04 0000000000000000000000007f000001, ::127.0.0.1",
    "5, 01 00 04 00010000000000000000000000000000, 1::"
  })
  void each_form_asks_for_what_ssh_would_ask_for(int version, String said, String host) {
    byte[] bytes = HexFormat.of().parseHex(said.replace(" ", ""));
    ByteBuf in = Unpooled.buffer().writeByte(version);
    if (version == 4) {
      in.writeByte(bytes[0]).writeShort(8080).writeBytes(bytes, 1, bytes.length - 1);
    } else {
      in.writeBytes(bytes).writeShort(8080);
    }
    in.writeBytes(GREETING); // of the next protocol, which is left
    assertThat(SocksRequest.read(in, version == 5))
        .isInstanceOfSatisfying(
            SocksRequest.Step.Request.class,
            step -> {
              SocksRequest request = step.request();
              assertThat(request.host()).isEqualTo(host);
              assertThat(request.port()).isEqualTo(8080);
              assertThat(request.granted()).isEqualTo(version == 4 ? GRANTED_4 : GRANTED_5);
              assertThat(request.rejected()).isEqualTo(version == 4 ? REJECTED_4 : REJECTED_5);
            });
    assertThat(in.readableBytes()).isEqualTo(GREETING.length);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0501 00, false, 0500",
    "false, 0502 0200, false, 0500",
    "false, 0501 02, true, 05ff",
    "false, 0500, true, 05ff",
    "false, 0402 1f90 7f000001 00, true, 005b000000000000",
    "true, 0502 00 01 7f000001 1f90, true, 05070001000000000000",
    "true, 0503 00 01 7f000001 1f90, true, 05070001000000000000",
    "true, 0501 00 02 7f000001 1f90, true, 05080001000000000000",
    "true, 0501 00 03 01 00 1f90, true, 05010001000000000000",
    "false, 06, true, ''",
    "true, 04, true, ''"
  })
  void what_is_not_served_is_told_so(boolean greeted, String said, boolean refused, String reply) {
    byte[] bytes = HexFormat.of().parseHex(said.replace(" ", ""));
    byte[] told = HexFormat.of().parseHex(reply);
    SocksRequest.Step step = SocksRequest.read(Unpooled.wrappedBuffer(bytes), greeted);
    if (refused) {
      assertThat(step)
          .isInstanceOfSatisfying(
              SocksRequest.Step.Refusal.class, it -> assertThat(it.reply()).isEqualTo(told));
    } else {
      assertThat(step)
          .isInstanceOfSatisfying(
              SocksRequest.Step.Answer.class, it -> assertThat(it.reply()).isEqualTo(told));
    }
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
