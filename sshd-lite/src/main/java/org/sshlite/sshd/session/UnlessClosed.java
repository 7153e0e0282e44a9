package org.sshlite.sshd.session;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;

/**
 * A session, unless there is a reason to have none when its client first asks for something: a file
 * is looked for, which is not the event loop's to do.
 */
public final class UnlessClosed implements ChannelHandler {
  private final ChannelHandler session;
  private final Supplier<Optional<NoLoginSession>> closed;
  private @Nullable ChannelHandler chosen;

  /**
   * @param closed may wait for the system; asked once
   */
  public UnlessClosed(ChannelHandler session, Supplier<Optional<NoLoginSession>> closed) {
    this.session = session;
    this.closed = closed;
  }

  @Override
  public boolean request(SessionRequest request) {
    ChannelHandler asked = chosen;
    if (asked == null) {
      asked = closed.get().map(ChannelHandler.class::cast).orElse(session);
      chosen = asked;
    }
    return asked.request(request);
  }

  @Override
  public void closed() {
    session.closed();
    if (chosen != null && chosen != session) {
      chosen.closed();
    }
  }
}
