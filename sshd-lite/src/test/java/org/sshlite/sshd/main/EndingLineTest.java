package org.sshlite.sshd.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sshlite.program.config.LogLevel;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.sshd.session.ConnectionEnds;

class EndingLineTest {
  private static final ConnectionEnds ENDS =
      new ConnectionEnds("192.0.2.7", "192.0.2.7", 4000, "192.0.2.1", 22);

  private static List<String> lines(Ending ending, String who, boolean authenticated) {
    return new EndingLine(who, ENDS, authenticated)
        .of(ending).stream()
            .filter(line -> line.level().compareTo(LogLevel.INFO) <= 0)
            .map(EndingLine.Line::text)
            .toList();
  }

  private static List<String> guesser(Ending ending) {
    return lines(ending, "invalid user bob ", false);
  }

  private static List<String> refused(Refusal refusal) {
    return lines(new Ending.Refused(refusal), "", false);
  }

  @Test
  void a_guesser_who_hangs_up_is_told_in_the_words_that_banning_programs_look_for() {
    assertThat(guesser(new Ending.ConnectionLost("connection closed by the peer")))
        .containsExactly("Connection closed by invalid user bob 192.0.2.7 port 4000 [preauth]");
    assertThat(guesser(new Ending.ConnectionLost("lost", Optional.of("Connection reset"))))
        .containsExactly("Connection reset by invalid user bob 192.0.2.7 port 4000 [preauth]");
    assertThat(guesser(new Ending.Disconnected(11, "bye\n")))
        .containsExactly(
            "Received disconnect from 192.0.2.7 port 4000:11: bye\\012 [preauth]",
            "Disconnected from invalid user bob 192.0.2.7 port 4000 [preauth]");
    assertThat(guesser(new Ending.Refused(new Refusal.LimitExceeded("Too many failures"))))
        .containsExactly(
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
        .containsExactly(
            "kex_exchange_identification: client sent invalid protocol identifier: no SSH"
                + " [preauth]",
            "banner exchange: Connection from 192.0.2.7 port 4000: invalid format [preauth]");
    assertThat(refused(new Refusal.BadIdentification("no SSH", Optional.of("GET /\u001b"))))
        .first()
        .isEqualTo(
            "kex_exchange_identification: client sent invalid protocol identifier \"GET /\\033\""
                + " [preauth]");
    assertThat(refused(new Refusal.OtherProtocol("1.5")))
        .containsExactly(
            "Protocol major versions differ: 2 vs. 1 [preauth]",
            "banner exchange: Connection from 192.0.2.7 port 4000: could not read protocol version"
                + " [preauth]");
    assertThat(refused(new Refusal.UserNameTooLong("x".repeat(300))))
        .containsExactly(
            "Invalid user " + "x".repeat(100) + " from 192.0.2.7 port 4000",
            "Disconnecting 192.0.2.7 port 4000: user name too long [preauth]");
    assertThat(
            refused(
                new Refusal.NoCommonAlgorithm(
                    "cipher client to server", List.of("a"), List.of("b"))))
        .containsExactly(
            "Unable to negotiate with 192.0.2.7 port 4000: no matching cipher found."
                + " Their offer: b [preauth]");
    assertThat(refused(new Refusal.TimedOut("authentication")))
        .containsExactly(
            "Timeout before authentication for connection from 192.0.2.7 to 192.0.2.1, pid = "
                + ProcessHandle.current().pid());
    assertThat(
            lines(
                new Ending.ConnectionLost("the peer hung up before it sent an identification"),
                "",
                false))
        .containsExactly(
            "kex_exchange_identification: Connection closed by remote host [preauth]",
            "Connection closed by 192.0.2.7 port 4000 [preauth]");
  }

  @Test
  void a_user_who_leaves_is_named() {
    assertThat(lines(new Ending.ConnectionLost("lost"), "user alice ", true))
        .containsExactly("Connection closed by 192.0.2.7 port 4000");
    assertThat(
            lines(
                new Ending.ConnectionLost("lost", Optional.of("Connection reset")),
                "user alice ",
                true))
        .containsExactly(
            "Read error from remote host 192.0.2.7 port 4000: Connection reset by peer");
    assertThat(lines(new Ending.Disconnected(11, ""), "user alice ", true))
        .last()
        .isEqualTo("Disconnected from user alice 192.0.2.7 port 4000");
    assertThat(
            lines(new Ending.Refused(new Refusal.TimedOut("a sign of life")), "user alice ", true))
        .containsExactly("Timeout, client not responding from user alice 192.0.2.7 port 4000");
  }

  @Test
  void a_peer_does_not_fill_the_log_with_its_list_of_algorithms() {
    List<String> theirs = Collections.nCopies(6000, "algorithm");
    assertThat(refused(new Refusal.NoCommonAlgorithm("cipher", List.of("a"), theirs)))
        .singleElement()
        .asString()
        .hasSizeLessThan(1100)
        .endsWith("... [preauth]");
  }
}
