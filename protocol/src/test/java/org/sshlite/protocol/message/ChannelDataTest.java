package org.sshlite.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.MalformedException;

class ChannelDataTest {
  /** One byte in front, so that offsets are put to the test. */
  private static final byte[] DATA = HexFormat.of().parseHex("99" + "5efffffffe000000026869");

  private static final byte[] STDERR =
      HexFormat.of().parseHex("99" + "5fffffffff00000001000000026869");

  @Test
  void data_has_a_head_of_channel_and_length() throws Exception {
    byte[] payload = DATA.clone();
    ChannelData.writeHead(payload, 1, -2, 2);

    assertThat(payload).isEqualTo(DATA);
    assertThat(ChannelData.dataLength(payload, 1, 11)).isEqualTo(2);
    assertThat(ChannelData.recipientChannel(payload, 1)).isEqualTo(-2);
  }

  @Test
  void extended_data_has_a_type_too() throws Exception {
    byte[] payload = STDERR.clone();
    ChannelExtendedData.writeHead(payload, 1, -1, 2);

    assertThat(payload).isEqualTo(STDERR);
    assertThat(ChannelExtendedData.dataLength(payload, 1, 15)).isEqualTo(2);
    assertThat(ChannelExtendedData.recipientChannel(payload, 1)).isEqualTo(-1);
    assertThat(ChannelExtendedData.dataType(payload, 1)).isEqualTo(ChannelExtendedData.STDERR);
  }

  @Test
  void a_length_that_differs_from_the_payload_is_malformed() {
    for (int length = 1; length <= 10; length++) {
      int cut = length;
      assertThatThrownBy(() -> ChannelData.dataLength(DATA, 1, cut))
          .isInstanceOf(MalformedException.class);
    }
    byte[] longer = new byte[DATA.length + 1];
    System.arraycopy(DATA, 0, longer, 0, DATA.length);
    assertThatThrownBy(() -> ChannelData.dataLength(longer, 1, 12))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void a_length_beyond_an_int_is_malformed() {
    byte[] payload = HexFormat.of().parseHex("5e00000000" + "ffffffff" + "6869");

    assertThatThrownBy(() -> ChannelData.dataLength(payload, 0, payload.length))
        .isInstanceOf(MalformedException.class);
  }
}
