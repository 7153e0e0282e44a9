package org.sshlite.sshd.event;

import java.time.Duration;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;

/** Tells what runs on a channel, and when it is closed. */
final class ObservedHandler implements ChannelHandler {
  private final ChannelHandler handler;
  private final ObservedChannel channel;
  private boolean pty;
  private boolean running;
  private long started;

  ObservedHandler(ChannelHandler handler, ObservedChannel channel) {
    this.handler = handler;
    this.channel = channel;
  }

  @Override
  public boolean request(SessionRequest request) {
    boolean succeeded = handler.request(request);
    if (succeeded) {
      switch (request) {
        case SessionRequest.PtyRequest _ -> pty = true;
        case SessionRequest.Shell() -> started("shell", "");
        case SessionRequest.Exec _ -> started("command", "");
        case SessionRequest.Subsystem(var name) -> started("subsystem", name);
        default -> {
          // changes what runs, or what will
        }
      }
    }
    return succeeded;
  }

  private void started(String kind, String subsystem) {
    running = true;
    started = System.nanoTime();
    tell(new Event.CommandStarted(channel.connection(), channel.number(), kind, subsystem, pty));
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
      if (running) {
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        tell(
            new Event.CommandEnded(
                channel.connection(), channel.number(), channel.channel().exit(), duration));
      }
      String type = channel.type().name();
      tell(new Event.ChannelClosed(channel.connection(), channel.number(), type));
    }
  }

  private void tell(Event event) {
    channel.events().tell(event);
  }
}
