package org.sshlite.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;

class MessageTest {
  @ParameterizedTest
  @MethodSource("org.sshlite.protocol.message.Samples#all")
  void what_was_written_is_read_again(Message message) throws Exception {
    Message read = Samples.read(message.payload());

    assertThat(read).usingRecursiveComparison().isEqualTo(message);
    assertThat(read.payload()).isEqualTo(message.payload());
    assertThat(message.payload()[0] & 0xff).isEqualTo(message.number());
  }

  @ParameterizedTest
  @MethodSource("org.sshlite.protocol.message.Samples#closed")
  void a_payload_cut_anywhere_is_malformed(Message message) {
    byte[] payload = message.payload();
    for (int length = 1; length < payload.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> Samples.read(payload, cut))
          .as("%d of %d bytes", cut, payload.length)
          .isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("org.sshlite.protocol.message.Samples#open")
  void a_payload_that_may_end_early_is_read_or_malformed_nothing_else(Message message) {
    byte[] payload = message.payload();
    for (int length = 1; length < payload.length; length++) {
      readsOrIsMalformed(Arrays.copyOf(payload, length));
    }
  }

  @ParameterizedTest
  @MethodSource("org.sshlite.protocol.message.Samples#closed")
  void a_byte_too_many_is_malformed(Message message) {
    byte[] payload = message.payload();
    byte[] longer = Arrays.copyOf(payload, payload.length + 1);

    assertThatThrownBy(() -> Samples.read(longer)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @MethodSource("org.sshlite.protocol.message.Samples#all")
  void changed_bytes_are_read_or_malformed_nothing_else(Message message) {
    byte[] payload = message.payload();
    for (int at = 1; at < payload.length; at++) {
      for (int value : new int[] {0x00, 0x01, 0x7f, 0x80, 0xff}) {
        byte[] changed = payload.clone();
        changed[at] = (byte) value;
        readsOrIsMalformed(changed);
      }
    }
  }

  @Test
  void random_bytes_after_any_number_are_read_or_malformed_nothing_else() {
    Random random = new Random(4253);
    for (int i = 0; i < 50_000; i++) {
      byte[] payload = new byte[1 + random.nextInt(40)];
      random.nextBytes(payload);
      // small lengths, so that fields behind the first are reached
      for (int at = 1; at + 4 < payload.length; at += 1 + random.nextInt(8)) {
        Arrays.fill(payload, at, at + 3, (byte) 0);
      }
      readsOrIsMalformed(payload);
    }
  }

  private static void readsOrIsMalformed(byte[] payload) {
    try {
      assertThat(Samples.read(payload, payload.length)).isNotNull();
    } catch (MalformedException e) {
      assertThat(e.field()).isNotEmpty();
    }
  }

  /** Put together by hand from the RFCs' field lists. */
  @ParameterizedTest
  @CsvSource({
    "'01 0000000b 00000003 627965 00000000', a disconnect",
    "'05 0000000c 7373682d7573657261757468', a service request",
    "'15', NEWKEYS",
    "'32 00000005 616c696365 0000000e 7373682d636f6e6e656374696f6e 00000004 6e6f6e65', none",
    "'32 00000005 616c696365 0000000e 7373682d636f6e6e656374696f6e 00000008 70617373776f7264"
        + " 00 00000003 6f6c64', a password",
    "'33 00000012 7075626c69636b65792c70617373776f7264 00', a failure",
    "'5a 00000007 73657373696f6e fffffffe 00200000 00008000', a session",
    "'5a 0000000c 6469726563742d7463706970 00000001 00040000 00008000"
        + " 00000001 68 00000050 00000003 3a3a31 00009c40', a connection to be made",
    "'5a 0000001e 6469726563742d73747265616d6c6f63616c406f70656e7373682e636f6d 00000001 00040000"
        + " 00008000 00000002 2f73 00000000 00000000', a connection to a unix socket",
    "'50 0000000d 74637069702d666f7277617264 01 00000000 00000000', a port to listen at",
    "'5d 00000001 ffffffff', a window adjust",
    "'62 00000001 0000000b 657869742d737461747573 00 0000002a', an exit status",
    "'62 00000007 00000007 7074792d726571 01 00000005 787465726d 00000050 00000018 00000280"
        + " 000001e0 00000006 35 00000001 00', a terminal",
    "'c0 00000002 6869', a ping"
  })
  void the_bytes_are_those_of_the_specifications(String hex, String message) throws Exception {
    byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(Samples.read(payload).payload()).as(message).isEqualTo(payload);
  }

  @Test
  void KEXINIT_has_ten_lists_a_flag_and_a_reserved_number() throws Exception {
    byte[] payload =
        HexFormat.of()
            .parseHex(
                "14"
                    + "000102030405060708090a0b0c0d0e0f"
                    + "0000000161"
                    + "0000000162"
                    + "0000000163"
                    + "0000000164"
                    + "0000000165"
                    + "0000000166"
                    + "0000000167"
                    + "0000000168"
                    + "0000000169"
                    + "0000000a6a2c6b6c6d6e6f707172"
                    + "01"
                    + "00000000");
    KexInit message = (KexInit) Samples.read(payload);

    assertThat(message.kexAlgorithms()).hasToString("a");
    assertThat(message.serverHostKeyAlgorithms()).hasToString("b");
    assertThat(message.encryptionClientToServer()).hasToString("c");
    assertThat(message.encryptionServerToClient()).hasToString("d");
    assertThat(message.macClientToServer()).hasToString("e");
    assertThat(message.macServerToClient()).hasToString("f");
    assertThat(message.compressionClientToServer()).hasToString("g");
    assertThat(message.compressionServerToClient()).hasToString("h");
    assertThat(message.languagesClientToServer()).hasToString("i");
    assertThat(message.languagesServerToClient().names()).containsExactly("j", "klmnopqr");
    assertThat(message.firstKexPacketFollows()).isTrue();
    assertThat(message.payload()).isEqualTo(payload);
  }

  @Test
  void a_reserved_number_of_KEXINIT_that_is_not_0_is_let_pass() throws Exception {
    byte[] payload = Samples.closed().filter(KexInit.class::isInstance).findFirst().get().payload();
    payload[payload.length - 1] = 1;

    assertThat(Samples.read(payload)).isInstanceOf(KexInit.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 19, 22, 29, 35, 49, 54, 59, 83, 94, 95, 101, 191, 194, 255})
  void an_unknown_number_is_no_message(int number) throws Exception {
    assertThat(Samples.read(new byte[] {(byte) number, 0}, 2)).isEmpty();
  }

  @Test
  void a_disconnect_without_a_language_tag_is_read() throws Exception {
    byte[] payload = HexFormat.of().parseHex("010000000200000000");

    assertThat(Samples.read(payload)).isEqualTo(new Disconnect(2, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct-tcpip", "direct-streamlocal@openssh.com", "x11"})
  void an_opening_with_a_NUL_in_its_first_text_is_malformed(String type) {
    byte[] payload =
        Samples.open(
                new ChannelType.Unknown(
                    type,
                    new SshWriter().string("a\0b").uint32(1).string("").uint32(1).toByteArray()))
            .payload();

    assertThatThrownBy(() -> Samples.read(payload))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("contains a NUL");
  }

  @Test
  void what_follows_the_fields_of_a_global_request_is_let_pass() throws Exception {
    byte[] payload = Samples.global(new GlobalRequestType.TcpipForward("h", 22)).payload();
    byte[] longer = Arrays.copyOf(payload, payload.length + 3);

    assertThat(Samples.read(longer))
        .isEqualTo(Samples.global(new GlobalRequestType.TcpipForward("h", 22)));
  }

  @Test
  void the_reply_to_a_request_for_any_port_tells_which_was_bound() throws Exception {
    byte[] reply = GlobalRequestType.TcpipForward.boundTo(50000);

    assertThat(reply).containsExactly(0, 0, 0xc3, 0x50);
    assertThat(GlobalRequestType.TcpipForward.boundPort(reply)).isEqualTo(50000);
    assertThatThrownBy(() -> GlobalRequestType.TcpipForward.boundPort(new byte[3]))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void the_cookie_of_an_X11_request_is_not_printed() {
    assertThat(new SessionRequest.X11Request(false, "MIT-MAGIC-COOKIE-1", "5ec2e7", 0).toString())
        .doesNotContain("5ec2e7");
  }

  @Test
  void a_service_accept_without_a_name_is_read() throws Exception {
    assertThat(Samples.read(new byte[] {6})).isEqualTo(new ServiceAccept(""));
  }

  @Test
  void text_for_a_person_that_is_not_UTF8_is_read() throws Exception {
    byte[] payload =
        new SshWriter()
            .uint8(UserauthBanner.NUMBER)
            .string(new byte[] {'h', (byte) 0xff})
            .string("")
            .toByteArray();

    assertThat(Samples.read(payload)).isEqualTo(new UserauthBanner("h\ufffd", ""));
  }

  @Test
  void more_extensions_than_there_can_be_are_malformed() throws Exception {
    byte[] most = extensions(1024);
    assertThat(Samples.read(most).payload()).isEqualTo(most);
    assertThatThrownBy(() -> Samples.read(extensions(1025)))
        .hasMessageContaining("nr-extensions: too many: 1025");

    byte[] payload = new SshWriter().uint8(ExtInfo.NUMBER).uint32(0xffffffffL).toByteArray();

    assertThatThrownBy(() -> Samples.read(payload)).hasMessageContaining("nr-extensions");
  }

  private static byte[] extensions(int count) {
    return new ExtInfo(
            IntStream.range(0, count)
                .mapToObj(i -> new ExtInfo.Extension("x" + i, new byte[0]))
                .toList())
        .payload();
  }

  @Test
  void of_an_extension_that_came_twice_the_first_counts() {
    ExtInfo message =
        new ExtInfo(
            List.of(
                new ExtInfo.Extension("a", new byte[] {1}),
                new ExtInfo.Extension("a", new byte[] {2})));

    assertThat(message.value("a")).hasValue(new byte[] {1});
    assertThat(message.value("b")).isEmpty();
  }
}
