package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;

/** Something fails while a connection ends: whoever else waits for it is told all the same. */
class FailingEndTest {
  private final ConnectionPair pair = ConnectionPair.open();

  private static OutOfMemoryError error() {
    return new OutOfMemoryError("thrown by a test");
  }

  private void settleClient() {
    while (pair.clientCarrier.step()) {}
  }

  private void disconnectAndFail() {
    pair.client.disconnect("bye");
    assertThatThrownBy(pair.clientCarrier::step).isInstanceOf(OutOfMemoryError.class);
    pair.clientCarrier.onOutput(() -> {});
    settleClient();
    assertThat(pair.clientEnding()).isEqualTo(new Ending.Closed());
    assertThat(pair.clientCarrier.isClosed()).isTrue();
  }

  @Test
  void a_farewell_that_cannot_be_sent_leaves_nobody_waiting() {
    RecordingHandler session = new RecordingHandler();
    pair.openSession(session);
    CompletableFuture<?> opening =
        pair.client.open(new ChannelType.Session(), new RecordingHandler());
    CompletableFuture<?> request =
        pair.client.globalRequest(new GlobalRequestType.Unknown("any", new byte[0]));
    settleClient();
    pair.clientCarrier.onOutput(
        () -> {
          throw error();
        });
    disconnectAndFail();
    assertThat(session.closed).isTrue();
    assertThat(ConnectionPair.endingOf(opening)).isEqualTo(new Ending.Closed());
    assertThat(ConnectionPair.endingOf(request)).isEqualTo(new Ending.Closed());
  }

  @Test
  void a_session_that_fails_when_it_hears_of_it_does_not_keep_it_from_the_others() {
    RecordingHandler first = new RecordingHandler();
    RecordingHandler last = new RecordingHandler();
    pair.openSession(first);
    pair.openSession(
        new RecordingHandler() {
          @Override
          public boolean waits() {
            return false;
          }

          @Override
          public void closed() {
            throw error();
          }
        });
    pair.openSession(last);
    disconnectAndFail();
    assertThat(first.closed).isTrue();
    assertThat(last.closed).isTrue();
  }

  @Test
  void nor_does_what_is_behind_a_channel_keep_it_from_who_opened_it() {
    RecordingHandler session = new RecordingHandler();
    pair.client.open(
        new ChannelType.Session(),
        session,
        new RecordingEnd() {
          @Override
          public void over(IOException reason) {
            throw error();
          }
        });
    pair.exchangeUntilQuiet();
    disconnectAndFail();
    assertThat(session.closed).isTrue();
  }
}
