package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** A server that may open no more files: it says so, who is in stays, and it goes on afterwards. */
@Timeout(120)
class OpenFilesTest {
  private static final int STRANGERS = 5;

  @TempDir Path folder;

  private static void limit(LiteServer server, long files) {
    Program.of(Peers.path("prlimit"), "--pid", "" + server.pid(), "--nofile=" + files + ":")
        .runWell();
  }

  /** The lowest number that no open file has: with it as the limit, none can be opened. */
  private static long free(LiteServer server) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      Set<Long> taken =
          files.map(file -> Long.valueOf("" + file.getFileName())).collect(Collectors.toSet());
      return LongStream.iterate(0, number -> number + 1)
          .filter(number -> !taken.contains(number))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void without_any_left_it_says_so_and_the_others_go_on() throws Exception {
    Peers.require("prlimit");
    try (LiteServer server = LiteServer.start(folder);
        SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    server.target().identity().file(),
                    server.target().knownHosts()))) {
      String destination = OurLibrary.destination(server.target());
      try (ClientSession session = client.connect(destination)) {
        SessionChannel channel = session.open().join();
        assertThat(channel.request(new SessionRequest.Exec("cat")).join()).isTrue();
        assertEchoes(channel);
        limit(server, free(server));
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
          strangers.add(new Socket(InetAddress.getLoopbackAddress(), server.target().port()));
        }
        server.awaitLog("accept: Too many open files");
        assertEchoes(channel);
        for (Socket stranger : strangers) {
          stranger.close();
        }
        limit(server, 1000);
        try (ClientSession next = client.connect(destination)) {
          assertThat(next.exec("true").exit().isSuccess()).isTrue();
        }
        assertEchoes(channel);
      }
      assertThat(server.log()).doesNotContain("\tat ", "Exception");
    }
  }

  private static void assertEchoes(SessionChannel channel) throws IOException {
    channel.stdin().write('x');
    channel.stdin().flush();
    assertThat(channel.stdout().read()).isEqualTo('x');
  }
}
