package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PlainPacketCipherTest {
  @Test
  void a_packet_is_copied_as_it_is() {
    byte[] wire = HexFormat.of().parseHex("ff0000000c0a15000000000000000000000000");
    byte[] sealed = wire.clone();
    byte[] out = new byte[14];
    try (PlainPacketCipher cipher = new PlainPacketCipher()) {
      cipher.seal(0, sealed, 1, 12);

      assertThat(sealed).isEqualTo(wire);
      assertThat(cipher.packetLength(0, wire, 1)).isEqualTo(12);
      cipher.open(0, wire, 1, 12, out, 2);
      assertThat(out).isEqualTo(HexFormat.of().parseHex("00000a1500000000000000000000"));
    }
  }

  @Test
  void packet_length_is_unsigned() {
    byte[] wire = HexFormat.of().parseHex("ffffffff00000000");
    try (PlainPacketCipher cipher = new PlainPacketCipher()) {
      assertThat(cipher.packetLength(0, wire, 0)).isEqualTo(0xffff_ffffL);
    }
  }
}
