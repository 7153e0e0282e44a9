package org.sshlite.sshd.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastWordTest {
  private final List<String> told = new ArrayList<>();

  /** What it counted for is given back when it is closed, and no sooner. */
  @Test
  void it_comes_after_the_handler() {
    new LastWord(() -> told.add("closed"), () -> told.add("given back")).closed();
    assertThat(told).containsExactly("closed", "given back");
  }

  @Test
  void it_comes_after_one_that_fails_too() {
    LastWord word =
        new LastWord(
            () -> {
              throw new IllegalStateException("in doubt");
            },
            () -> told.add("given back"));
    assertThatThrownBy(word::closed).hasMessage("in doubt");
    assertThat(told).containsExactly("given back");
  }
}
