package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;

/** What ssh 10.5 says when a session's connection ends, seen at a server that was killed. */
class FarewellTest {
  @TempDir Path folder;

  private String said(Ending ending) throws Exception {
    Path file = folder.resolve("log");
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(file);
    new Farewell("build-7", 22, log).connectionEnded(ending);
    return Files.readString(file);
  }

  @Test
  void what_the_system_says_of_the_connection_is_told() throws Exception {
    assertThat(said(new Ending.ConnectionLost("lost", Optional.of("Connection reset"))))
        .isEqualTo("Read from remote host build-7: Connection reset by peer\n");
  }

  @Test
  void a_server_that_hung_up_closed_it() throws Exception {
    assertThat(said(new Ending.ConnectionLost("connection closed by the peer")))
        .isEqualTo("Connection to build-7 closed by remote host.\n");
  }

  @Test
  void a_server_without_a_sign_of_life_does_not_respond() throws Exception {
    assertThat(said(new Ending.Refused(new Refusal.TimedOut("a sign of life"))))
        .isEqualTo("Timeout, server build-7 not responding.\n");
  }
}
