package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelType;

/** A window is memory that a peer can make us spend: all of them are counted. */
class WindowBudgetTest {
  private static final ChannelType SESSION = new ChannelType.Session();
  private static final ChannelType FORWARD = new ChannelType.DirectTcpip("host", 80, "::1", 4000);
  private static final int MAXIMUM = ReceiveWindow.MAXIMUM;
  private static final int MEBIBYTE = 1024 * 1024;

  private final WindowBudget budget = new WindowBudget(64L * MEBIBYTE);

  private static boolean isWhole(WindowBudget budget, long bytes) {
    boolean whole = budget.reserve(bytes, bytes);
    if (whole) {
      budget.release(bytes);
    }
    return whole;
  }

  /** Opens windows of one type until there are none, or as many. */
  private static List<ReceiveWindow> open(ReceiveWindows windows, ChannelType type, int most) {
    List<ReceiveWindow> opened = new ArrayList<>();
    Optional<ReceiveWindow> window;
    while (opened.size() < most && (window = windows.open(type, MAXIMUM, 0)).isPresent()) {
      opened.add(window.get());
    }
    return opened;
  }

  @Test
  void a_session_starts_with_two_mebibytes_and_a_forward_with_less() {
    assertThat(new ReceiveWindows(budget).open(SESSION, MAXIMUM, 0).orElseThrow().size())
        .isEqualTo(2 * MEBIBYTE);
    assertThat(new ReceiveWindows(budget).open(FORWARD, MAXIMUM, 0).orElseThrow().size())
        .isEqualTo(MEBIBYTE / 4);
  }

  @Test
  void each_connection_has_a_session_of_its_own_that_the_budget_does_not_bear() {
    for (int i = 0; i < 1000; i++) {
      assertThat(new ReceiveWindows(budget).open(SESSION, MAXIMUM, 0).orElseThrow().size())
          .isEqualTo(2 * MEBIBYTE);
    }
    assertThat(isWhole(budget, 64L * MEBIBYTE)).isTrue();
  }

  @Test
  void of_a_small_heap_each_connection_has_little_of_its_own() {
    WindowBudget small = WindowBudget.ofHeap(64L * MEBIBYTE);
    long taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += new ReceiveWindows(small).open(SESSION, MAXIMUM, 0).orElseThrow().size();
    }
    assertThat(taken).isLessThan(32L * MEBIBYTE);

    assertThat(WindowBudget.ofHeap(1024L * MEBIBYTE).own()).isEqualTo(2L * MEBIBYTE);
  }

  @Test
  void forwards_take_no_more_than_the_budget_and_begin_smaller_where_it_is_short() {
    ReceiveWindows windows = new ReceiveWindows(budget);
    List<ReceiveWindow> opened = open(windows, FORWARD, Integer.MAX_VALUE);

    assertThat(opened.getFirst().size()).isEqualTo(MEBIBYTE / 4);
    assertThat(opened.getLast().size()).isEqualTo(ReceiveWindow.LEAST);
    long sum = opened.stream().mapToLong(ReceiveWindow::size).sum();
    assertThat(sum).isBetween(65L * MEBIBYTE, 66L * MEBIBYTE);

    opened.forEach(ReceiveWindow::close);
    assertThat(isWhole(budget, 64L * MEBIBYTE)).isTrue();
    assertThat(windows.open(SESSION, MAXIMUM, 0).orElseThrow().size()).isEqualTo(2 * MEBIBYTE);
  }

  @Test
  void a_session_opens_also_where_forwards_have_taken_all() {
    ReceiveWindows windows = new ReceiveWindows(budget);
    List<ReceiveWindow> opened = open(windows, FORWARD, Integer.MAX_VALUE);

    opened.addAll(open(windows, SESSION, 10));

    assertThat(opened.getLast().size()).isEqualTo(ReceiveWindow.LEAST);
    assertThat(windows.open(FORWARD, MAXIMUM, 0)).isEmpty();
    opened.forEach(ReceiveWindow::close);
    assertThat(isWhole(budget, 64L * MEBIBYTE)).isTrue();
  }

  @Test
  void what_a_window_is_smaller_the_peer_is_told() {
    Stage stage = Stage.server().open();
    stage.budget.overdraw(WindowBudget.DEFAULT_BYTES);
    stage.opening = channel -> channel.accept(new ConnectionPair.RecordingHandler());
    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      stage.send(new ChannelOpen(SESSION, i, 100, 100));
      told.add(((ChannelOpenConfirmation) stage.onlyAnswer()).initialWindow());
    }
    assertThat(told).containsExactly(2L * MEBIBYTE, 64L * 1024, 64L * 1024);
  }
}
