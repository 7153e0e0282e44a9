package org.sshlite.sftp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.MalformedException;

class PacketTest {
  private static final FileName PATH = FileName.of(new byte[] {'a', (byte) 0xff, '/', (byte) 0x80});
  private static final FileName OTHER = FileName.of("ä");
  private static final FileHandle HANDLE = FileHandle.of(0x01020304);
  private static final Attributes ALL =
      Attributes.NONE
          .withSize(-2)
          .withOwner(-1, 1000)
          .withPermissions(0100644)
          .withTimes(1L << 31, 4);
  private static final Bytes DATA = new Bytes(new byte[] {9, 8, 7, 6}, 1, 2);

  static Stream<Request> requests() {
    return Stream.of(
        new Request.Init(3, List.of(new Extension("a@b", "1"))),
        new Request.Open(1, PATH, Request.Open.READ | Request.Open.CREATE, ALL),
        new Request.Close(-1, HANDLE),
        new Request.Read(2, HANDLE, 1L << 33, 0xffffffffL),
        new Request.Write(3, HANDLE, -1, DATA),
        new Request.Write(3, HANDLE, 5, new Bytes(new byte[40_000], 10, 39_000)),
        new Request.Lstat(4, PATH),
        new Request.Fstat(5, HANDLE),
        new Request.Setstat(6, PATH, ALL),
        new Request.Fsetstat(7, HANDLE, Attributes.NONE.withPermissions(07777)),
        new Request.Opendir(8, PATH),
        new Request.Readdir(9, HANDLE),
        new Request.Remove(10, PATH),
        new Request.Mkdir(11, PATH, Attributes.NONE),
        new Request.Rmdir(12, FileName.EMPTY),
        new Request.Realpath(13, PATH),
        new Request.Stat(14, PATH),
        new Request.Rename(15, PATH, OTHER),
        new Request.Readlink(16, PATH),
        new Request.Symlink(17, PATH, OTHER),
        new ExtendedRequest.PosixRename(18, PATH, OTHER),
        new ExtendedRequest.Statvfs(19, PATH),
        new ExtendedRequest.Fstatvfs(20, HANDLE),
        new ExtendedRequest.Hardlink(21, PATH, OTHER),
        new ExtendedRequest.Fsync(22, HANDLE),
        new ExtendedRequest.Lsetstat(23, PATH, ALL),
        new ExtendedRequest.LimitsRequest(24),
        new ExtendedRequest.ExpandPath(25, PATH),
        new ExtendedRequest.CopyData(26, HANDLE, 1, 0, FileHandle.of(7), -1),
        new ExtendedRequest.HomeDirectory(27, OTHER),
        new ExtendedRequest.UsersGroupsById(28, List.of(0, -1), List.of()),
        new ExtendedRequest.UnknownExtended(29, "no-such@example.com"),
        new Request.Unknown(30, 99));
  }

  static Stream<Response> responses() {
    Attributes extended =
        new Attributes(
            Attributes.EXTENDED, 0, 0, 0, 0, 0, 0, List.of(new Attributes.Extended(DATA, DATA)));
    return Stream.of(
        new Response.Version(3, List.of(new Extension("a", "1"), new Extension("b", "2"))),
        new Response.Status(1, StatusCode.EOF),
        new Response.Status(2, 4711, "ö"),
        new Response.Handle(3, HANDLE),
        new Response.Data(4, DATA),
        new Response.Data(4, new Bytes(new byte[40_000])),
        Response.Name.path(5, PATH),
        new Response.Name(6, List.of()),
        new Response.Name(
            7,
            List.of(
                new Response.Name.Entry(PATH, OTHER, ALL),
                new Response.Name.Entry(OTHER, PATH, extended))),
        new Response.Attrs(8, ALL),
        new Response.ExtendedReply(9, DATA));
  }

  private static byte[] written(SftpMessage... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PacketOutput out = new PacketOutput(bytes);
    for (SftpMessage message : messages) {
      out.write(message);
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static PacketInput input(byte[] bytes) {
    return new PacketInput(new ByteArrayInputStream(bytes));
  }

  /** Gives one byte at a time, as a slow network does. */
  private static InputStream drops(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1));
      }
    };
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_request_is_read_as_it_was_written(Request request) throws Exception {
    PacketInput in = input(written(request));
    assertThat(in.request()).contains(request);
    assertThat(in.request()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("responses")
  void a_response_is_read_as_it_was_written(Response response) throws Exception {
    PacketInput in = new PacketInput(drops(written(response)));
    assertThat(in.response()).contains(response);
    assertThat(in.response()).isEmpty();
  }

  @Test
  void packets_that_come_together_are_read_one_by_one() throws Exception {
    List<Request> all = requests().toList();
    byte[] bytes = written(all.toArray(Request[]::new));
    PacketInput together = input(bytes);
    PacketInput apart = new PacketInput(drops(bytes));
    for (Request request : all) {
      assertThat(together.request()).contains(request);
      assertThat(apart.request()).contains(request);
      together.trim();
    }
    assertThat(together.ready()).isFalse();
  }

  @Test
  void the_bytes_of_a_READ_are_those_of_the_draft() throws Exception {
    assertThat(HexFormat.of().formatHex(written(new Request.Read(7, HANDLE, 0x100000000L, 32768))))
        .isEqualTo(
            "00000019" + "05" + "00000007" + "0000000401020304" + "0000000100000000" + "00008000");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_request_that_ends_early_is_refused_or_is_a_shorter_one(Request request) throws Exception {
    byte[] whole = written(request);
    for (int length = 5; length < whole.length; length += 1 + length / 100) {
      byte[] shorter = Arrays.copyOf(whole, length);
      shorter[0] = 0;
      shorter[1] = (byte) (length - 4 >> 16);
      shorter[2] = (byte) (length - 4 >> 8);
      shorter[3] = (byte) (length - 4);
      try {
        assertThat(input(shorter).request()).isPresent();
      } catch (MalformedException e) {
        assertThat(e.problem()).isNotEmpty();
      }
    }
  }

  @Test
  void a_length_beyond_the_limit_is_refused_before_anything_is_allocated() {
    for (String head : List.of("00040001", "7fffffff", "ffffffff", "00000000", "80000000")) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> input(HexFormat.of().parseHex(head + "05")).request());
    }
  }

  @Test
  void the_largest_packet_is_taken() throws Exception {
    byte[] data = new byte[Limits.MAXIMUM_PACKET_LENGTH - 1 - 4 - 4];
    Arrays.fill(data, (byte) 42);
    Response.Data largest = new Response.Data(1, new Bytes(data));
    assertThat(input(written(largest, largest)).response()).contains(largest);
  }

  @Test
  void a_stream_that_ends_within_a_packet_is_no_clean_end() throws Exception {
    byte[] whole = written(new Request.Fstat(1, HANDLE));
    for (int length = 1; length < whole.length; length++) {
      PacketInput in = input(Arrays.copyOf(whole, length));
      assertThatExceptionOfType(EOFException.class).isThrownBy(in::request);
    }
  }

  @Test
  void a_count_that_the_packet_cannot_hold_is_refused() {
    // NAME with 2^31 entries; ATTRS with 2^31 extended ones
    for (String packet :
        List.of(
            "00000009" + "68" + "00000001" + "80000000",
            "0000000d" + "69" + "00000001" + "80000000" + "80000000")) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> input(HexFormat.of().parseHex(packet)).response());
    }
  }

  @Test
  void a_NUL_within_a_name_is_refused_and_one_at_its_end_is_dropped() throws Exception {
    byte[] stat = written(new Request.Stat(1, FileName.of("ab")));
    stat[stat.length - 1] = 0;
    assertThat(input(stat).request()).contains(new Request.Stat(1, FileName.of("a")));
    stat[stat.length - 2] = 0;
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> input(stat).request());
  }

  @Test
  void ready_says_whether_a_whole_packet_is_there() throws Exception {
    byte[] two = written(new Request.Fstat(1, HANDLE), new Request.Fstat(2, HANDLE));
    PacketInput in = input(Arrays.copyOf(two, two.length - 1));
    assertThat(in.ready()).isTrue();
    in.request();
    assertThat(in.ready()).isFalse();
  }

  @Test
  void data_can_be_put_where_it_is_sent_from() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PacketOutput out = new PacketOutput(bytes);
    byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
    for (int id = 1; id <= 3; id++) {
      int at = out.begin(new Response.Data(id, Bytes.NONE), 100_000);
      System.arraycopy(text, 0, out.array(), at, text.length);
      out.end(id == 2 ? -1 : text.length);
    }
    out.flush();
    PacketInput in = input(bytes.toByteArray());
    assertThat(in.response()).contains(new Response.Data(1, new Bytes(text)));
    assertThat(in.response()).contains(new Response.Data(3, new Bytes(text)));
    assertThat(in.response()).isEmpty();
  }

  @Test
  void answers_of_extensions_are_read_as_they_were_written() throws Exception {
    Limits limits = new Limits(1, 2, 3, -1);
    assertThat(Limits.read(limits.reply(1))).isEqualTo(limits);
    FileSystemStatus status = new FileSystemStatus(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(FileSystemStatus.read(status.reply(1))).isEqualTo(status);
    UserGroupNames names = new UserGroupNames(List.of(PATH, FileName.EMPTY), List.of(OTHER));
    assertThat(UserGroupNames.read(names.reply(1))).isEqualTo(names);
  }

  @Test
  void a_status_of_version_2_has_no_text() throws Exception {
    byte[] status = HexFormat.of().parseHex("00000009" + "65" + "00000001" + "00000002");
    assertThat(input(status).response())
        .contains(new Response.Status(1, StatusCode.NO_SUCH_FILE.number(), ""));
  }
}
