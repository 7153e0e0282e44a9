package org.sshlite.tests.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.tests.goal.Goal.Verdict;

class GoalTest {
  private static final Wanted HALF = Wanted.atMost(0.5, "× sshd's");

  @Test
  void a_goal_is_met_up_to_its_limit() {
    assertThat(Verdict.of(HALF, 0.5)).isEqualTo(Verdict.MET);
    assertThat(Verdict.of(HALF, 0.51)).isEqualTo(Verdict.MISSED);
    assertThat(Verdict.of(Wanted.below(0.5, "s"), 0.5)).isEqualTo(Verdict.MISSED);
    assertThat(Verdict.of(Wanted.below(0.5, "s"), 0.49)).isEqualTo(Verdict.MET);
  }

  @Test
  void a_goal_is_met_from_its_limit_on() {
    Wanted twice = Wanted.atLeast(2, "× sshd's");

    assertThat(Verdict.of(twice, 2)).isEqualTo(Verdict.MET);
    assertThat(Verdict.of(twice, 1.99)).isEqualTo(Verdict.MISSED);
    assertThat(Verdict.of(Wanted.above(2, ""), 2)).isEqualTo(Verdict.MISSED);
    assertThat(Verdict.of(Wanted.above(2, ""), 2.01)).isEqualTo(Verdict.MET);
  }

  @Test
  void what_was_not_measured_is_neither_met_nor_missed() {
    Goal goal = Goal.of("echo", HALF, Measured.nothing("no Go"), "once");

    assertThat(goal.verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(goal.measured()).isEqualTo("not measured: no Go");
  }

  @Test
  void a_goal_that_was_written_can_be_read() {
    Goal goal = ratio();

    assertThat(Goal.parse(goal.line())).isEqualTo(goal);
  }

  @Test
  void a_ratio_is_that_of_medians_and_shows_what_it_comes_from() {
    assertThat(ratio().measured()).isEqualTo("0.250 = 3.00 (2.00..10.0) / 12.0 µs");
  }

  private static Goal ratio() {
    Figures ours = new Figures();
    List.of(2.0, 3.0, 10.0).forEach(ours::add);
    return Goal.of("echo", HALF, Measured.ratio(ours, Figures.of(12), "µs"), "3 rounds");
  }

  @Test
  void columns_of_the_table_are_aligned() {
    String table = GoalTable.of("Goals", List.of(ratio()));

    assertThat(table.lines().filter(line -> line.startsWith("|")).map(String::length).distinct())
        .hasSize(1);
    assertThat(table).endsWith("goals: 1 met, 0 missed, 0 not measured\n");
  }
}
