package org.sshlite.sshd.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.sshd.session.ConnectionEnds;

class EndingLineTest {
  private static final ConnectionEnds ENDS =
      new ConnectionEnds("192.0.2.7", "192.0.2.7", 4000, "192.0.2.1", 22);

  private static String guesser(Ending ending) {
    return EndingLine.of(ending, "invalid user bob ", ENDS, false);
  }

  private static String refused(Refusal refusal) {
    return EndingLine.of(new Ending.Refused(refusal), "", ENDS, false);
  }

  @Test
  void a_guesser_who_hangs_up_is_told_in_the_words_that_banning_programs_look_for() {
    assertThat(guesser(new Ending.ConnectionLost("connection closed by the peer")))
        .startsWith("Connection closed by invalid user bob 192.0.2.7 port 4000")
        .endsWith(" [preauth]");
    assertThat(guesser(new Ending.Disconnected(11, "bye\n")))
        .startsWith("Disconnected from invalid user bob 192.0.2.7 port 4000")
        .contains("bye\\012");
    assertThat(guesser(new Ending.Refused(new Refusal.LimitExceeded("Too many failures"))))
        .isEqualTo(
            "Disconnecting invalid user bob 192.0.2.7 port 4000: Too many failures [preauth]");
  }

  @Test
  void one_who_used_up_his_attempts_is_told_in_the_words_of_sshd() {
    Ending ending = new Ending.Refused(Refusal.TOO_MANY_FAILURES);
    assertThat(EndingLine.ofGuesser(ending, "bob\n", false, ENDS))
        .hasValue(
            "maximum authentication attempts exceeded for invalid user bob\\012 from 192.0.2.7"
                + " port 4000 ssh2 [preauth]");
    assertThat(EndingLine.ofGuesser(new Ending.Closed(), "bob", true, ENDS)).isEmpty();
  }

  @Test
  void one_who_speaks_no_SSH_or_none_of_our_algorithms_or_is_silent_is_told_so() {
    assertThat(refused(new Refusal.BadIdentification("no SSH")))
        .startsWith("banner exchange: Connection from 192.0.2.7 port 4000: invalid format");
    assertThat(refused(new Refusal.NoCommonAlgorithm("cipher", List.of("a"), List.of("b"))))
        .startsWith("Unable to negotiate with 192.0.2.7 port 4000: no matching cipher found.");
    assertThat(refused(new Refusal.TimedOut("authentication")))
        .isEqualTo("Timeout before authentication for 192.0.2.7 port 4000 [preauth]");
  }

  @Test
  void a_user_who_leaves_is_named() {
    assertThat(EndingLine.of(new Ending.Disconnected(11, ""), "user alice ", ENDS, true))
        .startsWith("Disconnected from user alice 192.0.2.7 port 4000");
    assertThat(
            EndingLine.of(
                new Ending.Refused(new Refusal.TimedOut("a sign of life")),
                "user alice ",
                ENDS,
                true))
        .startsWith("Timeout, client not responding from user alice 192.0.2.7 port 4000");
  }

  @Test
  void a_peer_does_not_fill_the_log_with_its_list_of_algorithms() {
    List<String> theirs = Collections.nCopies(6000, "algorithm");
    assertThat(refused(new Refusal.NoCommonAlgorithm("cipher", List.of("a"), theirs)))
        .hasSizeLessThan(1100)
        .endsWith("... [preauth]");
  }
}
