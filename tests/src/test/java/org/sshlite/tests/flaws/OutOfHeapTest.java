package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Running;

/**
 * A server with a small heap, and more connections than it has room for: each has sent all but the
 * last byte of the largest packet that there may be. Some have logged in, and some have not.
 */
@Timeout(240)
class OutOfHeapTest {
  private static final int STRANGERS = 50;
  private static final int GUESTS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final List<HandPlayedClient> crowd = new ArrayList<>();

  @AfterEach
  void leave() {
    crowd.forEach(HandPlayedClient::close);
    crowd.clear();
  }

  private LiteServer serve() {
    return LiteServer.startWithJava(folder, "-Xmx64m", "MaxStartups 1000");
  }

  private static Running honest(LiteServer server) {
    Running honest = Login.to(server.target()).command("echo ready; cat").by(Client.SSH).start();
    honest.awaitOutput("ready");
    return honest;
  }

  private static Finished logIn(LiteServer server) {
    return Login.to(server.target()).command("echo in").by(Client.SSH).run();
  }

  private HandPlayedClient come(LiteServer server) throws IOException {
    HandPlayedClient client = HandPlayedClient.connect(server.target().port());
    crowd.add(client);
    return client;
  }

  private HandPlayedClient logInByHand(LiteServer server) throws IOException {
    return come(server).logIn(server.target().user(), server.target().identity().key());
  }

  private void strangers(LiteServer server) throws IOException {
    for (int i = 0; i < STRANGERS; i++) {
      come(server).keys().sendUnfinished(new Ignore(new byte[63 * 1024]));
    }
  }

  private static void fill(HandPlayedClient client) throws IOException {
    client.sendUnfinished(new Ignore(new byte[255 * 1024]));
  }

  @Test
  void where_little_is_left_those_who_are_in_go_on_and_others_come_in_later() throws Exception {
    Client.SSH.require();
    try (LiteServer server = serve();
        Running honest = honest(server)) {
      HandPlayedClient listener = logInByHand(server);
      assertThat(listen(listener)).isEqualTo(RequestSuccess.NUMBER);
      List<HandPlayedClient> reserve = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        reserve.add(logInByHand(server));
      }
      strangers(server);
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> isTurnedAway(server));
      for (HandPlayedClient each : reserve) {
        fill(each); // what the last login held for a moment does not decide
      }
      server.awaitLog("MiB are in use; nobody else is let in");
      assertThat(listen(listener)).isEqualTo(RequestFailure.NUMBER);
      server.awaitLog("Most of what waits is of user " + server.target().user() + ": ");
      honest.send("as ever\n");
      honest.awaitOutput("as ever");
      assertThat(logIn(server).status()).isEqualTo(255);
      server.awaitLog("Refused a connection from 127.0.0.1");

      leave();
      server.awaitLog("There is memory again: ");
      assertThat(logIn(server).text()).isEqualTo("in\n");
      honest.send("still\n");
      honest.awaitOutput("still");
      assertThat(server.log()).doesNotContain("\tat ");
    }
  }

  /** What is answered to who wants a port of the server's. */
  private static int listen(HandPlayedClient client) throws IOException {
    client.send(new GlobalRequest(new GlobalRequestType.TcpipForward("127.0.0.1", 0), true));
    int number = client.nextNumber();
    while (number == GlobalRequest.NUMBER) {
      number = client.nextNumber();
    }
    return number;
  }

  private boolean isTurnedAway(LiteServer server) {
    assertThat(crowd).as("all were let in").hasSizeLessThan(STRANGERS + 300);
    try {
      fill(logInByHand(server));
      return false;
    } catch (IOException | AssertionError _) {
      return true; // cut off, whatever was under way
    }
  }

  /**
   * They come while there is memory, and take it all at once. Whose connection needs some at that
   * moment loses it, also who was there before.
   */
  @Test
  void where_none_is_left_it_ends_in_one_line_or_goes_on() throws Exception {
    Client.SSH.require();
    try (LiteServer server = serve();
        Running honest = honest(server)) {
      List<HandPlayedClient> guests = new ArrayList<>();
      for (int i = 0; i < GUESTS; i++) {
        guests.add(logInByHand(server));
      }
      for (HandPlayedClient guest : guests) {
        try {
          fill(guest);
        } catch (IOException _) {
          break; // it is over
        }
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> hasEnded(server) || !honest.isAlive() || answers(honest));
      assertThat(server.log())
          .containsAnyOf("nobody else is let in", "out of memory", "Out of memory");
      if (!hasEnded(server)) {
        leave();
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> hasEnded(server) || logIn(server).text().equals("in\n"));
      }
      if (hasEnded(server)) {
        // with 255 nobody would start the next
        assertThat(server.awaitStatus()).isEqualTo(3);
        assertThat(server.log()).containsOnlyOnce("Out of memory: ");
        assertThat(server.log())
            .contains(" MiB are in use, and it does nothing but to collect; ending");
      }
    }
  }

  private static boolean hasEnded(LiteServer server) {
    return ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static boolean answers(Running honest) {
    String text = "at " + honest.output().length() + "\n";
    honest.send(text);
    try {
      Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> honest.output().contains(text));
      return true;
    } catch (ConditionTimeoutException _) {
      return false;
    }
  }
}
