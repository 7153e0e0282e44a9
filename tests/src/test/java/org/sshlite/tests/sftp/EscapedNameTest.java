package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** CVE-2019-6109: names of a server's files that would write on the terminal of who copies them. */
class EscapedNameTest {
  /** Clears the screen, rings, and begins the line anew. */
  private static final String NAME = "a\u001b[2J\u0007\rb";

  private static final String SHOWN = "a\\033[2J\\007\\015b";

  @TempDir private Path folder;
  private Path remote;
  private Path local;

  @BeforeEach
  void create() throws IOException {
    Peers.require("sftp-server", "script");
    remote = Files.createDirectories(folder.resolve("remote/" + NAME)).getParent();
    local = Files.createDirectory(folder.resolve("local"));
    Files.writeString(remote.resolve(NAME).resolve(NAME), "content");
  }

  private static Program served(Program program) {
    return program.with("-D", Peers.path("sftp-server").toString());
  }

  private static void assertEscaped(String shown) {
    // the terminal of script(1) ends its lines by \r\n, and the meter begins them by \r
    assertThat(shown).contains(SHOWN).doesNotContain("\u001b", "\u0007", "\rb");
  }

  @Test
  void scp_shows_none_of_them_as_it_is_in_its_meter() throws IOException {
    Program scp = served(OurProgram.scp()).with("-r", "one:" + remote, local.toString());
    Program onTerminal =
        Program.of(
                Peers.path("script"),
                "-qec",
                "'" + String.join("' '", scp.command()) + "'",
                "/dev/null")
            .env(scp.environment());
    Finished finished = onTerminal.run();

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertEscaped(finished.text());
    assertThat(local.resolve("remote").resolve(NAME).resolve(NAME)).hasContent("content");
  }

  @Test
  void nor_does_it_in_what_goes_wrong() throws IOException {
    Files.createDirectories(local.resolve(NAME));
    Path file = remote.resolve(NAME).resolve(NAME);
    Finished finished = served(OurProgram.scp()).with("one:" + file, local.toString()).run();

    assertThat(finished.status()).isEqualTo(1);
    assertEscaped(finished.errors());
  }

  @Test
  void sftp_shows_none_in_lists_and_copies() throws IOException {
    String commands =
        """
        cd ROOT
        ls
        ls -l
        ls -1
        get -r * LOCAL
        get */* LOCAL/copy
        mkdir other
        cd other
        put LOCAL/*/*
        rm *
        """
            .replace("ROOT", remote.toString())
            .replace("LOCAL", local.toString());
    Finished finished = served(OurProgram.sftp()).input(commands).run();

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertEscaped(finished.text() + finished.errors());
    for (String first : new String[] {"Retrieving ", "Fetching ", "Uploading ", "Removing "}) {
      assertThat(finished.text().lines().filter(line -> line.startsWith(first)))
          .as(first)
          .anySatisfy(EscapedNameTest::assertEscaped);
    }
  }
}
