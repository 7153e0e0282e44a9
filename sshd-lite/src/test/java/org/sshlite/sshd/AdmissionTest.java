package org.sshlite.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.ServerApplication;

/** A server with room for one who has not logged in. */
class AdmissionTest {
  private final OpenCount open = new OpenCount();
  private final Admission admission =
      new Admission(new StartupSlots(new StartupLimit(1, 100, 1), SourceLimit.NONE), 1, open);

  private static final class Guest implements ServerApplication {
    @Override
    public UserAuthenticator authenticator() {
      throw new AssertionError("nobody logs in");
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void ended(Ending ending) {}
  }

  private Optional<ServerApplication> come(Supplier<Optional<ServerApplication>> factory) {
    return admission.admit(Optional.empty(), factory, (_, _) -> {});
  }

  private Optional<ServerApplication> come() {
    return come(() -> Optional.of(new Guest()));
  }

  @Test
  void who_ends_makes_room_once() {
    ServerApplication first = come().orElseThrow();
    assertThat(come()).isEmpty();
    assertThat(open.awaitEnd(Duration.ZERO)).isFalse();
    first.ended(new Ending.Closed());
    assertThat(open.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(come()).isPresent();
    assertThat(come()).isEmpty();
  }

  @Test
  void who_is_dropped_by_the_application_or_cannot_have_one_takes_no_room() {
    assertThat(come(Optional::empty)).isEmpty();
    assertThatThrownBy(
            () ->
                come(
                    () -> {
                      throw new OutOfMemoryError("thrown by a test");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(open.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(come()).isPresent();
  }
}
