package org.sshlite.client.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProxyDialerTest {
  @Test
  void a_program_that_hands_over_nothing_is_told() throws Exception {
    for (String line : new String[] {"exit 0", "echo words"}) {
      try (ProxyDialer dialer = ProxyDialer.start("/bin/sh", line)) {
        assertThatThrownBy(() -> dialer.passed().get(60, TimeUnit.SECONDS))
            .hasRootCauseInstanceOf(IOException.class)
            .cause()
            .hasMessage("proxy dialer did not pass back a connection");
      }
    }
    assertThatThrownBy(() -> ProxyDialer.start("/nowhere/sh", "exit 0"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_program_that_hands_over_nothing_is_left_when_nobody_wants_it_any_more() throws Exception {
    ProxyDialer dialer = ProxyDialer.start("/bin/sh", "exec cat"); // until its end of the pair is
    dialer.close();
    assertThat(dialer.passed()).isCancelled();
  }

  @Test
  void what_was_handed_over_carries_both_ways_until_it_is_closed() throws Exception {
    ControlSocket.Pair handing = ControlSocket.pair();
    ControlSocket.Pair handed = ControlSocket.pair();
    try (ControlSocket from = handing.one();
        ControlSocket to = handing.other();
        ControlSocket farEnd = handed.other()) {
      from.sendDescriptor(handed.one().number());
      handed.one().close();
      PassedConnection connection = PassedConnection.of(to.receiveDescriptor());
      connection.output().write("there".getBytes(StandardCharsets.UTF_8));
      assertThat(farEnd.read(5)).asString().isEqualTo("there");
      farEnd.write("back".getBytes(StandardCharsets.UTF_8));
      assertThat(connection.input().readNBytes(4)).asString().isEqualTo("back");

      CompletableFuture<Integer> waiting = new CompletableFuture<>();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  waiting.complete(connection.input().read(new byte[1], 0, 1));
                } catch (IOException e) {
                  waiting.completeExceptionally(e);
                }
              });
      connection.close();
      assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
      assertThatThrownBy(() -> farEnd.read(1)).isInstanceOf(IOException.class);
      connection.close();
    }
  }
}
