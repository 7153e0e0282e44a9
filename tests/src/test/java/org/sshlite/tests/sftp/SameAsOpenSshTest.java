package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.sftp.server.Permissions;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.tests.peer.Peers;

/**
 * The same packets for our server and for OpenSSH's sftp-server, each in a folder of its own: the
 * same answers, and the same folder in the end.
 */
class SameAsOpenSshTest {
  private static final int BATCHES = 250;

  /** Seconds since 1970: what is later was not set by a request. */
  private static final long NOW = 1_000_000_000;

  // so deep that no path of ours gets where both meet
  private static final String DEEP = "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15";

  @TempDir Path scratch;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("whole") ? 8 : 4);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void random_requests_have_the_same_answers_and_the_same_end(long seed) throws Exception {
    Peers.require("sftp-server");
    Path theirs = Files.createDirectories(scratch.resolve("theirs").resolve(DEEP));
    Path ours = Files.createDirectories(scratch.resolve("ours").resolve(DEEP));
    RandomRequests random = new RandomRequests(seed);
    List<Request> sent = new ArrayList<>();
    try (RawSession openSsh = RawSession.openSsh(theirs);
        RawSession lite = RawSession.ours(Optional.empty(), ours, Permissions.ALL)) {
      for (int i = 0; i < BATCHES; i++) {
        if (i % 10 == 0) {
          FileName folder = random.path();
          assertThat(listing(lite, folder, "ours"))
              .as("seed %d, after %d requests: list %s", seed, sent.size(), folder)
              .isEqualTo(listing(openSsh, folder, "theirs"));
        }
        List<Request.Asking> batch = random.batch();
        if (batch.getFirst() instanceof Request.Rename(_, _, var to) && isOdd(lite, to)) {
          continue;
        }
        List<Response> expected = openSsh.ask(batch);
        List<Response> actual = lite.ask(batch);
        for (int k = 0; k < batch.size(); k++) {
          sent.add(batch.get(k));
          assertThat(comparable(actual.get(k), "ours"))
              .as("seed %d, request %d: %s", seed, sent.size(), batch.get(k))
              .isEqualTo(comparable(expected.get(k), "theirs"));
        }
      }
    }
    assertThat(tree(scratch.resolve("ours"))).isEqualTo(tree(scratch.resolve("theirs")));
  }

  /**
   * RENAME onto a link that leads nowhere: the draft refuses what exists, sftp-server replaces it
   * if what is renamed is no file. With a slash at the end the two refuse it for other reasons.
   */
  private static boolean isOdd(RawSession session, FileName to) {
    return !to.isEmpty() && to.at(to.length() - 1) == '/'
        || session.ask(new Request.Lstat(-1, to)) instanceof Response.Attrs(_, var attributes)
            && attributes.isLink();
  }

  /** At once: sftp-server looks names up by the path that the folder had when it was opened. */
  private static List<String> listing(RawSession session, FileName folder, String where) {
    if (!(session.ask(new Request.Opendir(-1, folder)) instanceof Response.Handle(_, var handle))) {
      return List.of("none");
    }
    List<String> names = new ArrayList<>();
    while (session.ask(new Request.Readdir(-1, handle)) instanceof Response.Name(_, var some)) {
      some.forEach(entry -> names.add(comparable(entry, where)));
    }
    session.ask(new Request.Close(-1, handle));
    return names.stream().sorted().toList();
  }

  private static Object comparable(Response response, String folder) {
    return switch (response) {
      case Response.Status status -> status.code();
      case Response.Attrs(_, var attributes) -> comparable(attributes);
      case Response.Name(_, var entries) ->
          entries.stream().map(entry -> comparable(entry, folder)).sorted().toList();
      case Response.ExtendedReply(_, var content) -> content.length();
      default -> response;
    };
  }

  private static String comparable(Response.Name.Entry entry, String folder) {
    return latin(entry.filename()).replace("/" + folder, "/HERE")
        + " "
        + latin(entry.longname())
            .replace("/" + folder, "/HERE")
            // sizes of folders and the time: a minute may end between the two
            .replaceFirst("^(d.*?) +\\d+ (?=[A-Z][a-z]{2} [ \\d]\\d )", "$1 SIZE ")
            .replaceFirst("[A-Z][a-z]{2} [ \\d]\\d (\\d\\d:\\d\\d) ", "NOW ")
        + " "
        + comparable(entry.attributes());
  }

  private static String latin(FileName name) {
    return new String(name.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static String comparable(Attributes a) {
    return "%x size=%s owner=%d:%d mode=%o times=%s:%s"
        .formatted(
            a.flags(),
            a.isDirectory() ? "?" : a.size(),
            a.uid(),
            a.gid(),
            a.permissions(),
            a.accessSeconds() > NOW ? "now" : a.accessSeconds(),
            a.modificationSeconds() > NOW ? "now" : a.modificationSeconds());
  }

  private static Map<String, String> tree(Path folder) throws IOException {
    // names that are no text cannot be asked of java.nio.file
    Process find =
        new ProcessBuilder("find", folder.toString(), "-printf", "%P\\t%y %m %s %l %n %T@\\0")
            .start();
    byte[] output = find.getInputStream().readAllBytes();
    Map<String, String> tree = new TreeMap<>();
    for (String line :
        new String(output, java.nio.charset.StandardCharsets.ISO_8859_1).split("\0")) {
      int tab = line.indexOf('\t');
      String[] fields = line.substring(tab + 1).split(" ");
      String size = fields[0].equals("d") ? "?" : fields[2];
      double time = Double.parseDouble(fields[fields.length - 1]);
      tree.put(
          line.substring(0, tab),
          String.join(" ", Arrays.copyOf(fields, 2))
              + " "
              + size
              + String.join(" ", Arrays.copyOfRange(fields, 3, fields.length - 1))
              + (time > NOW ? " now" : " " + time));
    }
    return tree;
  }
}
