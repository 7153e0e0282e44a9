package org.sshlite.sshd.main;

import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;

/**
 * Tells when a channel's application has let go of what it had: {@link Channel#closed} says so
 * before.
 *
 * @param then told last
 */
record LastWord(ChannelHandler handler, Runnable then) implements ChannelHandler {
  @Override
  public boolean request(SessionRequest request) {
    return handler.request(request);
  }

  @Override
  public boolean waits() {
    return handler.waits();
  }

  @Override
  public void closed() {
    try {
      handler.closed();
    } finally {
      then.run();
    }
  }
}
