package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Terminal;

/** ssh-lite-sftp as somebody at a terminal has it. */
class EditedLinesTest {
  @TempDir private Path scratch;
  private Terminal terminal;

  @BeforeEach
  void begin() throws IOException {
    Peers.require("sftp-server");
    Terminal.require();
    Path there = Files.createDirectories(scratch.resolve("there/a folder/inner")).getParent();
    Files.writeString(there.resolveSibling("with blank"), "0123456789");
    Files.writeString(there.resolveSibling("star*"), "");
    Files.createDirectory(scratch.resolve("here"));
    Files.writeString(scratch.resolve("here/local one"), "");
    try (var large = new RandomAccessFile(scratch.resolve("there/large").toFile(), "rw")) {
      large.setLength(50_000_000);
    }
    terminal =
        Terminal.open(
            scratch,
            100,
            30,
            OurProgram.sftp().with("-l", "8000", "-D", Peers.path("sftp-server").toString()));
    terminal.awaitScreen("sftp>");
    terminal.typeLine("lcd " + scratch + "/here");
    terminal.typeLine("cd " + scratch + "/there");
    terminal.typeLine("version");
    terminal.awaitScreen("SFTP protocol version 3");
    terminal.awaitEndOfScreen("sftp>");
  }

  @AfterEach
  void close() {
    terminal.close();
  }

  @Test
  void the_key_that_quits_ends_it_of_the_signal_and_leaves_the_terminal_as_it_was() {
    terminal.press("C-\\");

    assertThat(terminal.awaitStatus()).isEqualTo(128 + 3);
    terminal.type("echoed");
    terminal.awaitScreen("echoed");
  }

  @Test
  void the_tabulator_completes_commands_and_names_of_both_machines() {
    terminal.type("prog");
    terminal.press("Tab");
    terminal.awaitScreen("sftp> progress");
    terminal.press("C-u");
    terminal.type("rename w");
    terminal.press("Tab");
    terminal.awaitScreen("rename with\\ blank");
    terminal.type("\"a fo");
    terminal.press("Tab");
    terminal.awaitScreen("rename with\\ blank \"a folder/");
    terminal.type("x\"");
    terminal.press("Enter");
    terminal.type("put lo");
    terminal.press("Tab");
    terminal.awaitScreen("put local\\ one");
    terminal.type("st");
    terminal.press("Tab");
    terminal.awaitScreen("put local\\ one star\\*");
    terminal.press("Enter");
    terminal.awaitScreen("Uploading local one to ");
    terminal.typeLine("bye");

    assertThat(terminal.awaitStatus()).isZero();
    assertThat(scratch.resolve("there/a folder/x")).hasContent("0123456789");
    assertThat(scratch.resolve("there/star*")).isRegularFile();
  }

  @Test
  void lines_are_remembered_and_edited() {
    terminal.typeLine("mkdir onx");
    terminal.awaitEndOfScreen("mkdir onx\nsftp>");
    terminal.press("Up", "BSpace");
    terminal.typeLine("e");
    terminal.awaitEndOfScreen("mkdir one\nsftp>");
    terminal.press("C-d");

    assertThat(terminal.awaitStatus()).isZero();
    assertThat(scratch.resolve("there/one")).isDirectory();
    assertThat(scratch.resolve("there/onx")).isDirectory();
  }

  @Test
  void lines_that_are_pasted_are_commands_each() {
    terminal.paste("mkdir one\nmkdir two\nbye\n");

    assertThat(terminal.awaitStatus()).isZero();
    assertThat(scratch.resolve("there/one")).isDirectory();
    assertThat(scratch.resolve("there/two")).isDirectory();
  }

  @Test
  void an_interrupt_ends_the_transfer_and_the_line_and_not_the_program() {
    terminal.typeLine("get large");
    terminal.awaitScreen("ETA");
    terminal.press("C-c");
    terminal.awaitScreen("Interrupt");
    terminal.awaitEndOfScreen("sftp>");
    terminal.type("rm large");
    terminal.awaitEndOfScreen("sftp> rm large");
    terminal.press("C-c");
    terminal.awaitEndOfScreen("sftp>");
    terminal.typeLine("pwd");
    terminal.awaitScreen("Remote working directory: ");
    terminal.typeLine("bye");

    assertThat(terminal.awaitStatus()).isZero();
    assertThat(scratch.resolve("there/large")).exists();
  }
}
