package org.sshlite.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.sftp.machine.MachineFiles;
import org.sshlite.sftp.path.PathFiles;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** A client that tries to get out of its root, by every request there is. */
class EscapeTest {
  private static final String SECRET = "a secret of others";

  /** Of the secret file: no file of the client's has it. */
  private static final int SECRET_SIZE = SECRET.length();

  @TempDir Path scratch;
  private Path root;
  private Path outside;

  enum Kind {
    MACHINE,
    PATH
  }

  @BeforeEach
  void makeFolders() throws IOException {
    outside = Files.createDirectories(scratch.resolve("outside/folder")).getParent();
    Files.writeString(outside.resolve("secret"), SECRET);
    Files.writeString(outside.resolve("folder/secret"), SECRET);
    root = Files.createDirectory(scratch.resolve("root"));
    fillRoot();
  }

  private void fillRoot() throws IOException {
    Files.createDirectories(root.resolve("a/b/c"));
    Files.writeString(root.resolve("own"), "own");
    link("up", "..");
    link("far", outside.toString());
    link("near", "../outside");
    link("file", "../outside/secret");
    link("absolute", outside.resolve("secret").toString());
    link("a/b/c/deep", "../../../../outside");
    link("chain", "up/outside");
    link("longer", "chain/secret");
    link("new", "../outside/new");
    link("slash", "/");
    link("process", "/proc/self/root");
    link("dots", "a/../../outside/secret");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  private ServedFiles files(Kind kind) throws IOException {
    return switch (kind) {
      case MACHINE ->
          new MachineFiles(
              Optional.of(FileName.of(root.toString())), FileName.of("/"), OptionalInt.empty());
      case PATH -> new PathFiles(root);
    };
  }

  private List<FileName> escapes() {
    Path above = scratch.getFileName();
    return Stream.of(
            "..",
            "../",
            "/..",
            "../outside",
            "../outside/secret",
            "/../outside/secret",
            "a/../../outside/secret",
            "a/b/../../../outside/secret",
            "./.././outside/secret",
            "..//outside//secret",
            "../root/../outside/secret",
            "../../" + above + "/outside/secret",
            "up",
            "up/",
            "up/outside/secret",
            "up/root/up/outside/secret",
            "far",
            "far/",
            "far/secret",
            "far/folder/secret",
            "far/../outside/secret",
            "near/secret",
            "near/folder/",
            "file",
            "file/",
            "absolute",
            "absolute/",
            "near/",
            "a/b/c/deep",
            "a/b/c/deep/secret",
            "a/b/c/deep/folder/../secret",
            "chain",
            "chain/",
            "chain/secret",
            "longer",
            "new",
            "new/",
            "slash/outside/secret",
            "slash" + outside + "/secret",
            "process" + outside + "/secret",
            "dots",
            outside + "",
            outside + "/secret",
            outside + "/new",
            "/proc/self/root" + outside + "/secret",
            "/proc/self/cwd/../secret",
            "/dev/fd/0")
        .map(FileName::of)
        .toList();
  }

  /** So many of the first that follow change nothing. */
  private static final int READING_ATTEMPTS = 7;

  private static List<Request.Asking> attempts(FileName path) {
    FileName own = FileName.of("own");
    FileName mine = FileName.of("mine");
    Attributes all =
        Attributes.NONE.withPermissions(0777).withTimes(1, 1).withSize(1).withOwner(12345, 12345);
    int write = Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;
    return List.of(
        new Request.Stat(1, path),
        new Request.Lstat(1, path),
        new Request.Readlink(1, path),
        new Request.Realpath(1, path),
        new ExtendedRequest.ExpandPath(1, path),
        new Request.Open(1, path, Request.Open.READ, Attributes.NONE),
        new Request.Opendir(1, path),
        new Request.Open(1, path, write, all),
        new Request.Open(1, path, write | Request.Open.EXCLUSIVE, all),
        new Request.Open(1, path, Request.Open.READ | Request.Open.CREATE, all),
        new Request.Setstat(1, path, all),
        new ExtendedRequest.Lsetstat(1, path, all.without(Attributes.SIZE)),
        new Request.Mkdir(1, path, all),
        new Request.Mkdir(1, path.resolve(FileName.of("made")), all),
        new Request.Symlink(1, own, path.resolve(FileName.of("linked"))),
        new ExtendedRequest.Hardlink(1, path, mine),
        new ExtendedRequest.Hardlink(1, own, path.resolve(FileName.of("hard"))),
        new Request.Rename(1, own, path.resolve(FileName.of("renamed"))),
        new Request.Rename(1, path.resolve(FileName.of("secret")), mine),
        new ExtendedRequest.PosixRename(1, path.resolve(FileName.of("secret")), mine),
        new ExtendedRequest.PosixRename(1, own, path),
        new Request.Rmdir(1, path.resolve(FileName.of("folder"))),
        new Request.Remove(1, path.resolve(FileName.of("secret"))),
        new Request.Remove(1, path),
        new Request.Rmdir(1, path));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void no_path_leads_out_of_the_root(Kind kind) throws Exception {
    Map<String, String> before = tree(outside);
    int attempts = attempts(FileName.EMPTY).size();
    List<String> whole = names();
    try (TestSession session = TestSession.open(() -> files(kind))) {
      for (int i = 0; i < attempts; i++) {
        for (FileName path : escapes()) {
          Request.Asking attempt = attempts(path).get(i);
          Response answer = session.ask(attempt);
          assertThat(told(session, answer)).as("%s", attempt).isNotEqualTo(SECRET);
          if (i >= READING_ATTEMPTS && !(isRefusal(answer) && names().equals(whole))) {
            // a folder as it was: a removed link would protect what follows
            empty(root);
            fillRoot();
          }
        }
        assertThat(tree(outside)).as("%s", attempts(FileName.EMPTY).get(i)).isEqualTo(before);
      }
    }
  }

  /** Else he asks by links which folders the machine has. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void no_answer_depends_on_what_is_outside(Kind kind) throws Exception {
    List<String> something = answers(kind);
    try (Stream<Path> walk = Files.walk(outside)) {
      for (Path file : walk.toList().reversed()) {
        Files.delete(file);
      }
    }
    assertThat(answers(kind)).isEqualTo(something);
  }

  private List<String> answers(Kind kind) throws Exception {
    List<String> answers = new ArrayList<>();
    List<String> whole = names();
    try (TestSession session = TestSession.open(() -> files(kind))) {
      for (int i = 0; i < attempts(FileName.EMPTY).size(); i++) {
        for (FileName path : escapes()) {
          Request.Asking attempt = attempts(path).get(i);
          Response answer = session.ask(attempt);
          answers.add(
              attempt
                  + ": "
                  + (answer instanceof Response.Status ? answer : told(session, answer)));
          if (i >= READING_ATTEMPTS && !(isRefusal(answer) && names().equals(whole))) {
            empty(root);
            fillRoot();
          }
        }
      }
    }
    return answers;
  }

  private static boolean isRefusal(Response answer) {
    return answer instanceof Response.Status status && status.code() != StatusCode.OK;
  }

  /** Of all that is in the root; to look at each file would take longer than to make it anew. */
  private List<String> names() {
    return Stream.of("", "a", "a/b", "a/b/c")
        .flatMap(folder -> Stream.of(names(folder)).sorted().map(name -> folder + "/" + name))
        .toList();
  }

  private String[] names(String folder) {
    String[] names = root.resolve(folder).toFile().list();
    return names == null ? new String[] {"is gone"} : names;
  }

  /** What a client learns. */
  private static String told(TestSession session, Response answer) {
    return switch (answer) {
      case Response.Attrs(_, var attributes) ->
          attributes.isRegular() && attributes.size() == SECRET_SIZE ? SECRET : "attributes";
      case Response.Handle(_, var handle) -> {
        Response data = session.ask(new Request.Read(2, handle, 0, 1000));
        if (data instanceof Response.Data(_, var bytes)) {
          boolean secret = bytes.equals(new Bytes(SECRET.getBytes(StandardCharsets.UTF_8)));
          session.ask(new Request.Close(2, handle));
          yield secret ? SECRET : "data";
        }
        Response names = session.ask(new Request.Readdir(2, handle));
        session.ask(new Request.Close(2, handle));
        yield names.toString().contains("secret") ? SECRET : "names";
      }
      default -> "none";
    };
  }

  @Test
  void a_folder_that_is_moved_while_it_is_walked_leads_nowhere_else() throws Exception {
    Path inside = root.resolve("a");
    Path moved = outside.resolve("moved");
    Thread mover =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 500; i++) {
                      Files.move(inside, moved, StandardCopyOption.ATOMIC_MOVE);
                      Files.move(moved, inside, StandardCopyOption.ATOMIC_MOVE);
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    try (TestSession session = TestSession.open(() -> files(Kind.MACHINE))) {
      FileName path = FileName.of("a/" + "b/../".repeat(500) + "../secret");
      while (mover.isAlive()) {
        assertThat(session.ask(new Request.Stat(1, path))).isInstanceOf(Response.Status.class);
      }
    }
  }

  private static Map<String, String> tree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.collect(
          Collectors.toMap(
              file -> folder.relativize(file).toString(),
              EscapeTest::describe,
              (a, b) -> a,
              TreeMap::new));
    }
  }

  private static String describe(Path file) {
    try {
      Map<String, Object> unix =
          Files.readAttributes(
              file, "unix:mode,uid,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
      String content = Files.isRegularFile(file) ? Files.readString(file) : "";
      return new TreeMap<>(unix) + content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void empty(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.toList();
    }
    for (Path file : files.subList(1, files.size()).reversed()) {
      Files.delete(file);
    }
  }

  // JUnit warns of links that lead out of its folder
  @AfterEach
  void removeLinks() throws IOException {
    empty(root);
  }
}
