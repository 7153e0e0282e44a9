package org.sshlite.tests.sftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** Lines for our sftp and for OpenSSH's: the same words, status and files. */
class SameCommandsTest {
  @TempDir private Path scratch;

  @BeforeEach
  void realScratch() throws IOException {
    Peers.require("sftp", "sftp-server");
    scratch = scratch.toRealPath();
  }

  private Path prepare(String name) throws Exception {
    Path root = Files.createDirectory(scratch.resolve(name));
    Files.createDirectory(root.resolve("local"));
    Path remote = Files.createDirectories(root.resolve("remote/d")).getParent();
    for (String file : List.of("a.c", "b.h", "c.d", "^q", "k]m", "z-", "7", "B", "d/e")) {
      Files.writeString(remote.resolve(file), file);
    }
    Files.createSymbolicLink(remote.resolve("dangling"), Path.of("nowhere"));
    return root;
  }

  private static Finished run(Program program, Path root, String commands) throws IOException {
    Path batch = root.resolveSibling(root.getFileName() + ".batch");
    String text = "lcd ROOT/local\ncd ROOT/remote\n" + commands + "\n";
    Files.write(batch, text.replace("ROOT", root.toString()).getBytes(ISO_8859_1));
    return program
        .with("-D", Peers.path("sftp-server").toString(), "-b", batch.toString())
        .env("LC_ALL", "C.UTF-8")
        .run();
  }

  private static String find(Path root) throws Exception {
    Process find =
        new ProcessBuilder("sh", "-c", "LC_ALL=C find . -printf '%P %m %s\\n' | sort")
            .directory(root.toFile())
            .start();
    return new String(find.getInputStream().readAllBytes(), ISO_8859_1)
        .replaceAll("(?m)^((?:remote|local|remote/d)? \\d+) \\d+$", "$1");
  }

  private void same(String commands) throws Exception {
    Path our = prepare("a");
    Path their = prepare("b");

    Finished theirs = run(Program.of(Peers.path("sftp")), their, commands);
    Finished ours = run(OurProgram.sftp(), our, commands);

    assertThat(ours.status()).as(ours.errors()).isEqualTo(theirs.status());
    assertThat(SftpOutput.comparable(ours.text(), our))
        .isEqualTo(SftpOutput.comparable(theirs.text(), their));
    assertThat(SftpOutput.comparable(ours.errors(), our))
        .isEqualTo(SftpOutput.comparable(theirs.errors(), their));
    assertThat(find(our)).isEqualTo(find(their));
  }

  @Test
  void a_link_that_leads_nowhere_is_listed() throws Exception {
    same("ls -1 dangling\nls -l dangling\nls -1 d*\nls nothing");
  }

  @Test
  void patterns_are_glob_s() throws Exception {
    same(
        """
        ls -1 *.{c,h}
        ls -1 {c.d,a.c}
        ls -1 {a.{c,c},b.h}
        ls -1 {d}
        ls -1 a}b{c,d}
        ls -1 {d,a.c}
        ls -1 [[:alpha:]].c
        ls -1 [^a]*
        ls -1 [!a]*
        ls -1 [[:alpha:][:punct:]x]*
        ls -1 [![:alpha:]]*
        ls -1 [[:digit:]-]
        ls -1 [[:upper:]]*
        ls -1 z[x-]
        ls -1 k[]]m
        -ls [[:none:]]*
        -ls [a
        get [[:alpha:]].c
        -get {a.c,b.h}
        -rm {a.c,b.h}
        """);
  }

  static Stream<String> ofSeveral() {
    return Boolean.getBoolean("whole")
        ? Stream.of("rm *", "chmod 600 *", "chown 1 *", "chgrp 1 *")
        : Stream.of("rm *", "chgrp 1 *");
  }

  @ParameterizedTest
  @MethodSource("ofSeveral")
  void a_batch_stops_at_the_first_of_several_that_fails(String command) throws Exception {
    same(command + "\nmkdir never");
    assertThat(scratch.resolve("a/remote/never")).doesNotExist();
  }

  @Test
  void where_errors_are_ignored_it_goes_on() throws Exception {
    same("-chgrp 1 *\n-chown 1 *\n-chmod 600 *\n-rm *\nmkdir made");
    assertThat(scratch.resolve("a/remote/made")).exists();
  }

  @Test
  void a_batch_is_bytes() throws Exception {
    same(
        """
        mkdir caf\u00e9
        rename a.c caf\u00e9/\u00fc
        ls -1 caf\u00e9
        ls -1 caf?/*
        chmod 600 caf\u00e9/\u00fc
        get caf\u00e9/\u00fc got
        put got \u00c3\u00a4
        symlink caf\u00e9 l\u00ff
        rm c.d
        -rm \u00ff
        """);
    assertThat(scratch.resolve("a/local/got")).hasContent("a.c");
  }

  @Test
  void a_name_that_is_no_UTF_8_is_none_here() throws Exception {
    Path root = prepare("a");

    Finished finished =
        run(
            OurProgram.sftp(),
            root,
            """
            rename z- \u00ffx
            -get a.c \u00ff
            -lmkdir \u00ff
            -get \u00ff*
            !touch \u00ff
            """);

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.errors().lines().filter(line -> line.contains("no UTF-8"))).hasSize(4);
    assertThat(finished.errors()).doesNotContain("Exception");
    assertThat(root.resolve("local")).isEmptyDirectory();
  }

  @Test
  void a_NUL_byte_is_refused() throws Exception {
    Finished finished = run(OurProgram.sftp(), prepare("a"), "rm a.c\0x");

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.errors()).contains("NUL");
  }

  @Test
  void braces_are_many_patterns_but_not_too_many() throws Exception {
    Path root = prepare("a");
    String ten = "{0,1,2,3,4,5,6,7,8,9}";
    String thousand = ten + ten + ten;

    // the first two end the batch where they fail
    Finished finished =
        run(
            OurProgram.sftp(),
            root,
            "ls -1 {7,B}\nls -1 {%1$s,%1$s}\n-ls %2$s\nls {x,%2$s}".formatted(ten, thousand));

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.errors()).contains("not found", "More than 1000 patterns of braces");
  }
}
