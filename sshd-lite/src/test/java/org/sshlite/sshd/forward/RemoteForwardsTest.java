package org.sshlite.sshd.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.message.GlobalRequestType;

class RemoteForwardsTest {
  private final List<String> answers = new ArrayList<>();

  private final IncomingRequest request =
      new IncomingRequest() {
        @Override
        public GlobalRequestType type() {
          return new GlobalRequestType.CancelStreamlocalForward("/socket");
        }

        @Override
        public boolean wantReply() {
          return true;
        }

        @Override
        public void succeed(byte[] data) {
          answers.add("succeeded");
        }

        @Override
        public void fail() {
          answers.add("failed");
        }
      };

  @Test
  void a_forward_that_cannot_be_ended_is_answered_all_the_same() {
    RemoteForwards.answer(request, () -> {});
    assertThatThrownBy(
            () ->
                RemoteForwards.answer(
                    request,
                    () -> {
                      throw new IllegalStateException("a fault");
                    }))
        .hasMessage("a fault");
    assertThat(answers).containsExactly("succeeded", "failed");
  }
}
