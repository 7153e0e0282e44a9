package org.sshlite.client.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.tests.fuzz.Target;

/** What a master and its clients say to each other. */
public final class MuxTargets {
  private MuxTargets() {}

  public static Stream<Target> all() {
    return Stream.of(
        new Target("mux-request", () -> requests(), MuxTargets::request),
        new Target("mux-answer", () -> answers(), MuxTargets::answer));
  }

  private static List<byte[]> requests() {
    return Stream.of(
            start(MuxNumber.NEW_SESSION)
                .string("")
                .uint32(1)
                .uint32(0)
                .uint32(1)
                .uint32(0)
                .uint32('~')
                .string("xterm")
                .string("true")
                .string("LANG=C"),
            start(MuxNumber.NEW_STDIO_FORWARD).string("").string("host").uint32(22),
            start(MuxNumber.NEW_STDIO_FORWARD)
                .string("")
                .string("/run/socket")
                .uint32(MuxNumber.PATH_PORT),
            start(MuxNumber.ALIVE_CHECK),
            start(MuxNumber.TERMINATE),
            start(MuxNumber.STOP_LISTENING),
            start(MuxNumber.INFO).string("connection"),
            start(MuxNumber.OPEN_FORWARD)
                .uint32(MuxRequest.LOCAL)
                .string("")
                .uint32(8080)
                .string("host")
                .uint32(80),
            start(MuxNumber.CLOSE_FORWARD)
                .uint32(MuxRequest.REMOTE)
                .string("/run/socket")
                .uint32(MuxNumber.PATH_PORT)
                .string("host")
                .uint32(80))
        .map(SshWriter::toByteArray)
        .toList();
  }

  private static SshWriter start(int number) {
    return new SshWriter().uint32(number).uint32(7);
  }

  private static void request(byte[] input) {
    try {
      assertThat(MuxRequest.read(new SshReader("mux request", input))).isNotNull();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  private static List<byte[]> answers() {
    return Stream.of(
            start(MuxNumber.SESSION_OPENED).uint32(3),
            start(MuxNumber.FAILURE).string("why"),
            start(MuxNumber.REMOTE_PORT).uint32(40000),
            new SshWriter().uint32(MuxNumber.HELLO).uint32(4).string("info").string("0"))
        .map(SshWriter::toByteArray)
        .toList();
  }

  private static void answer(byte[] input) {
    try {
      Received answer = Received.of(input);
      answer.uint32("request id");
      while (answer.hasMore()) {
        answer.text("text");
      }
    } catch (RefusedByMasterException e) {
      assertThat(e.getMessage()).startsWith("master sends nonsense: ").hasLineCount(1);
    }
  }
}
