package org.sshlite.sshd.event;

import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelEnd;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;

/** Tells what becomes of a channel that the client opens. */
record ObservedChannel(IncomingChannel incoming, long connection, int number, Events events)
    implements IncomingChannel {
  @Override
  public ChannelType type() {
    return incoming.type();
  }

  @Override
  public Channel channel() {
    return incoming.channel();
  }

  @Override
  public int others() {
    return incoming.others();
  }

  @Override
  public void accept(ChannelHandler handler) {
    events.tell(new Event.ChannelOpened(connection, number, type().name(), target()));
    incoming.accept(new ObservedHandler(handler, this));
  }

  @Override
  public void accept(ChannelHandler handler, ChannelEnd end) {
    events.tell(new Event.ChannelOpened(connection, number, type().name(), target()));
    incoming.accept(new ObservedHandler(handler, this), end);
  }

  @Override
  public void refuse(OpenFailureReason reason, String description) {
    events.tell(new Event.ChannelRefused(connection, number, type().name(), target(), description));
    incoming.refuse(reason, description);
  }

  private String target() {
    return switch (type()) {
      case ChannelType.DirectTcpip(var host, var port, _, _) -> host + " port " + port;
      case ChannelType.DirectStreamlocal(var path, _, _) -> path;
      default -> "";
    };
  }
}
