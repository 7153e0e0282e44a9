package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.PacketOutput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** Servers that lie, and one that answers in another order, as it may. */
@Timeout(120)
class HostileServerTest {
  private static final Attributes FOLDER = Attributes.NONE.withPermissions(0040755);
  private static final Attributes FILE = Attributes.NONE.withPermissions(0100644).withSize(100);

  @TempDir private Path folder;

  /** A server that has what is asked for, and lists {@code names} once. */
  private static InMemory.Answers listing(String... names) {
    boolean[] listed = new boolean[1];
    return (request, out) -> {
      switch (request) {
        case Request.Stat stat -> out.write(new Response.Attrs(stat.id(), FOLDER));
        case Request.Readdir readdir -> {
          if (listed[0]) {
            out.write(new Response.Status(readdir.id(), StatusCode.EOF));
          } else {
            out.write(names(readdir.id(), names));
            listed[0] = true;
          }
        }
        default -> ordinary(request, out);
      }
    };
  }

  private static Response.Name names(int id, String... names) {
    return new Response.Name(
        id,
        Stream.of(names)
            .map(
                name ->
                    new Response.Name.Entry(FileName.of(name), FileName.of("-rw " + name), FILE))
            .toList());
  }

  private static void ordinary(Request.Asking request, PacketOutput out) throws IOException {
    switch (request) {
      case Request.Open open -> out.write(new Response.Handle(open.id(), FileHandle.of(1)));
      case Request.Opendir open ->
          out.write(new Response.Handle(open.id(), FileHandle.of(1000 + open.id())));
      case Request.Read read when read.offset() < 100 ->
          out.write(new Response.Data(read.id(), new Bytes(new byte[(int) read.length()])));
      case Request.Read read -> out.write(new Response.Status(read.id(), StatusCode.EOF));
      default -> out.write(new Response.Status(request.id(), StatusCode.OK));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/etc/evil", "a/b", "/", "../"})
  void a_name_with_a_slash_gets_nowhere(String evil) throws IOException {
    List<IOException> failures = Collections.synchronizedList(new ArrayList<>());
    TreeListener listener =
        new TreeListener() {
          @Override
          public void failed(FileName remote, Path local, IOException why) {
            failures.add(why);
          }
        };
    try (SftpClient client = InMemory.answering(listing("good", evil))) {
      boolean all =
          new Trees(client, TransferOptions.DEFAULT, listener)
              .get(FileName.of("tree"), folder.resolve("inside"));

      assertThat(all).isFalse();
      assertThat(failures).singleElement().asString().contains("suspect path");
    }
    try (Stream<Path> made = Files.walk(folder)) {
      assertThat(made).containsExactlyInAnyOrder(folder, folder.resolve("inside"));
    }
  }

  @Test
  void dots_and_no_name_are_no_names() throws IOException {
    try (SftpClient client = InMemory.answering(listing(".", "..", "", "good"));
        Stream<Entry> list = client.list("tree")) {
      assertThat(list.map(entry -> entry.name().text())).containsExactly("good");
    }
  }

  /** What is written to one would be in the other. */
  @Test
  void two_files_that_are_open_have_not_one_handle() throws IOException {
    try (SftpClient client = InMemory.answering(HostileServerTest::ordinary)) {
      client.open("one").close();
      RemoteFile open = client.open("one");
      assertThatThrownBy(() -> client.open("other"))
          .hasStackTraceContaining("two open files have the same");
      // nothing more is sent to such a server
      assertThatThrownBy(() -> open.read(0, new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }
  }

  /** As of a server whose handles are names. */
  @Test
  void a_file_that_is_opened_twice_may_have_one() throws IOException {
    try (SftpClient client = InMemory.answering(HostileServerTest::ordinary)) {
      RemoteFile first = client.open("one");
      client.open("one").close();
      assertThat(first.read(0, new byte[1], 0, 1)).isEqualTo(1);
      // the first is open still
      assertThatThrownBy(() -> client.open("other"))
          .hasStackTraceContaining("two open files have the same");
    }
  }

  @Test
  void a_server_that_mixes_handles_up_gets_one_file_at_a_time() throws IOException {
    InMemory.Answers answers = listing("a", "b", "c", "d", "e", "f", "g", "h");
    try (SftpClient client = InMemory.answering(answers, "Erlang/4.15.2")) {
      TreeListener listener = new TreeListener() {};
      assertThat(
              new Trees(client, TransferOptions.DEFAULT, listener)
                  .get(FileName.of("tree"), folder.resolve("tree")))
          .isTrue();
    }
    assertThat(folder.resolve("tree/h")).hasSize(100);
  }

  @Test
  void a_message_is_escaped() throws IOException {
    InMemory.Answers refusing =
        (request, out) -> out.write(new Response.Status(request.id(), 4, "no\u001b[2J\n"));
    try (SftpClient client = InMemory.answering(refusing)) {
      assertThatThrownBy(() -> client.stat("a"))
          .isInstanceOfSatisfying(
              SftpException.class, e -> assertThat(e.serverMessage()).isEqualTo("no\\033[2J\\012"));
    }
  }

  private void endsTheSession(InMemory.Answers answers, String why) throws IOException {
    try (SftpClient client = InMemory.answering(answers)) {
      assertThatThrownBy(
              () ->
                  new Transfers(client, TransferOptions.DEFAULT)
                      .get(FileName.of("remote"), FILE, folder.resolve("local")))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SftpException.class)
          .hasMessageContaining(why);
      assertThatThrownBy(() -> client.stat("remote")).isInstanceOf(IOException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_answer_to_nothing_ends_the_session() throws IOException {
    endsTheSession(
        (request, out) -> out.write(new Response.Status(request.id() + 77, StatusCode.OK)),
        "of no request under way");
  }

  @Test
  void two_answers_to_one_request_end_the_session() throws IOException {
    endsTheSession(
        (request, out) -> {
          ordinary(request, out);
          ordinary(request, out);
        },
        "of no request under way");
  }

  @Test
  void an_answer_of_another_kind_ends_the_session() throws IOException {
    endsTheSession(
        (request, out) -> out.write(new Response.Attrs(request.id(), FILE)), "Handle was due");
  }

  @Test
  void more_data_than_was_asked_for_ends_the_session() throws IOException {
    endsTheSession(
        (request, out) -> {
          if (request instanceof Request.Read read) {
            out.write(new Response.Data(read.id(), new Bytes(new byte[(int) read.length() + 1])));
          } else {
            ordinary(request, out);
          }
        },
        "were asked for");
  }

  @Test
  void data_without_bytes_ends_the_session_and_not_our_patience() throws IOException {
    endsTheSession(
        (request, out) -> {
          if (request instanceof Request.Read read) {
            out.write(new Response.Data(read.id(), Bytes.NONE));
          } else {
            ordinary(request, out);
          }
        },
        "were asked for");
  }

  @Test
  void a_list_that_says_nothing_for_ever_ends() throws IOException {
    InMemory.Answers nothing =
        (request, out) -> {
          if (request instanceof Request.Readdir readdir) {
            out.write(names(readdir.id()));
          } else {
            ordinary(request, out);
          }
        };
    try (SftpClient client = InMemory.answering(nothing);
        Stream<Entry> list = client.list("tree")) {
      assertThatThrownBy(list::count).hasMessageContaining("does not end");
    }
  }

  @Test
  void an_endless_list_costs_only_what_is_taken_of_it() throws IOException {
    InMemory.Answers endless =
        (request, out) -> {
          if (request instanceof Request.Readdir readdir) {
            out.write(names(readdir.id(), "a", "b", "c"));
          } else {
            ordinary(request, out);
          }
        };
    try (SftpClient client = InMemory.answering(endless)) {
      try (Stream<Entry> list = client.list("tree")) {
        assertThat(list.limit(10_000)).hasSize(10_000);
      }
      client.remove("still there");
    }
  }

  @Test
  void folders_in_folders_for_ever_end() throws IOException {
    boolean[] listed = new boolean[1];
    InMemory.Answers deep =
        (request, out) -> {
          switch (request) {
            case Request.Opendir opendir -> {
              listed[0] = false;
              ordinary(opendir, out);
            }
            case Request.Stat stat -> out.write(new Response.Attrs(stat.id(), FOLDER));
            case Request.Readdir readdir when listed[0] ->
                out.write(new Response.Status(readdir.id(), StatusCode.EOF));
            case Request.Readdir readdir -> {
              listed[0] = true;
              FileName name = FileName.of("d");
              out.write(
                  new Response.Name(
                      readdir.id(), List.of(new Response.Name.Entry(name, name, FOLDER))));
            }
            default -> ordinary(request, out);
          }
        };
    try (SftpClient client = InMemory.answering(deep)) {
      try (Stream<Walked> walk = client.walk(FileName.of("tree"))) {
        assertThatThrownBy(walk::count).hasMessageContaining("Maximum directory depth");
      }
      listed[0] = false;
      assertThat(
              new Trees(client, TransferOptions.DEFAULT, new TreeListener() {})
                  .get(FileName.of("tree"), folder.resolve("d")))
          .isFalse();
    }
  }

  @Test
  void answers_in_another_order_are_as_good() throws IOException {
    List<Request.Asking> kept = new ArrayList<>();
    InMemory.Answers late =
        (request, out) -> {
          if (request instanceof Request.Read read && read.offset() < 100) {
            kept.add(read);
            return;
          }
          for (Request.Asking read : kept.reversed()) {
            ordinary(read, out);
          }
          kept.clear();
          ordinary(request, out);
        };
    try (SftpClient client = InMemory.answering(late)) {
      new Transfers(client, TransferOptions.DEFAULT)
          .get(FileName.of("remote"), FILE, folder.resolve("local"));
    }
    assertThat(folder.resolve("local")).hasSize(100);
  }

  @Test
  void what_is_no_sftp_is_refused() {
    assertThatThrownBy(
            () ->
                InMemory.open(
                    (in, out) -> {
                      out.write(
                          "Welcome to this machine!\n"
                              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                      out.flush();
                      in.read();
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no SFTP");
  }
}
