package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.connection.WindowShare;

/** What came from sockets and that peers have no window for is memory too. */
class ReadAheadTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int MAXIMUM_OF_RELAY = 128 * 1024;
  private static final int MUCH = 16 * MEBIBYTE;

  /** What a connection has of its own. */
  private static final int OWN = 2 * MEBIBYTE;

  private static ReadAhead of(WindowBudget budget) {
    return new ReadAhead(new WindowShare(budget));
  }

  @Test
  void of_a_connection_so_much_is_held_before_each_relay_goes_on_with_little() {
    ReadAhead connection = of(new WindowBudget(WindowBudget.DEFAULT_BYTES));
    assertThat(connection.maximum()).isEqualTo(MAXIMUM_OF_RELAY);
    connection.add(MUCH);
    assertThat(connection.maximum()).isEqualTo(MAXIMUM_OF_RELAY);
    assertThat(connection.newHandle().guess()).isEqualTo(16 * 1024);
    connection.add(1);
    assertThat(connection.maximum()).isEqualTo(1);
    assertThat(connection.newHandle().guess()).isEqualTo(1024);
    connection.remove(1);
    assertThat(connection.maximum()).isEqualTo(MAXIMUM_OF_RELAY);
  }

  @Test
  void of_all_connections_together_no_more_is_held_than_the_budget_has_for_it() {
    WindowBudget budget = new WindowBudget(64L * MEBIBYTE);
    List<ReadAhead> connections = Stream.generate(() -> of(budget)).limit(100).toList();
    long held = 0;
    for (ReadAhead connection : connections) {
      for (int i = 0; i < 100 && connection.maximum() > 1; i++) {
        connection.add(MAXIMUM_OF_RELAY);
        held += MAXIMUM_OF_RELAY;
      }
    }
    // an eighth is left to windows
    assertThat(held).isEqualTo(100L * OWN + 56L * MEBIBYTE);
    ReadAhead first = connections.getFirst();
    assertThat(first.maximum()).isEqualTo(1);
    first.remove(MAXIMUM_OF_RELAY);
    assertThat(first.maximum()).isEqualTo(MAXIMUM_OF_RELAY);
  }
}
