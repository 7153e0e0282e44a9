package org.sshlite.mitm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sshlite.mitm.catalogue.Harm;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.evidence.Leak;

class JudgeTest {
  private final Evidence evidence = new Evidence();

  private Verdict verdict(Harm harm, boolean killed, boolean succeeded) {
    return Judge.judge(harm, evidence, killed, succeeded).verdict();
  }

  @Test
  void what_came_before_the_manipulation_is_no_leak() {
    evidence.seen(Leak.SIGNATURE, "");
    evidence.strike("did it");

    assertThat(verdict(Harm.TRUST, false, false)).isEqualTo(Verdict.NOTICED);
  }

  @Test
  void a_name_after_it_counts_only_where_the_host_is_not_proved() {
    evidence.strike("did it");
    evidence.seen(Leak.USER_NAME, "alice");

    assertThat(verdict(Harm.TRUST, false, false)).isEqualTo(Verdict.FOOLED);
    assertThat(verdict(Harm.LOGIN, false, false)).isEqualTo(Verdict.NOTICED);
  }

  @Test
  void success_counts_where_something_was_changed_under_way() {
    evidence.strike("did it");

    assertThat(verdict(Harm.COMPLETION, false, true)).isEqualTo(Verdict.FOOLED);
    assertThat(verdict(Harm.COMPLETION, false, false)).isEqualTo(Verdict.NOTICED);
    assertThat(verdict(Harm.REPORTED, false, true)).isEqualTo(Verdict.NOTICED);
  }

  @Test
  void a_client_that_had_to_be_killed_has_no_limit() {
    evidence.strike("did it");

    assertThat(verdict(Harm.TRUST, true, false)).isEqualTo(Verdict.UNBOUNDED);
  }

  @Test
  void a_leak_weighs_more_than_a_hang() {
    evidence.strike("did it");
    evidence.seen(Leak.PASSWORD, "");

    assertThat(verdict(Harm.TRUST, true, false)).isEqualTo(Verdict.FOOLED);
  }

  @Test
  void nothing_done_proves_nothing() {
    assertThat(verdict(Harm.TRUST, false, true)).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void passwords_are_kept_only_on_demand() {
    Evidence keeping = new Evidence(true, _ -> {});

    evidence.password("hunter2");
    keeping.password("hunter2");

    assertThat(evidence.seen().toString()).doesNotContain("hunter2").contains("7 characters");
    assertThat(keeping.seen().toString()).contains("hunter2");
  }
}
