package org.sshlite.tests.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;

/** Sends back what comes, whatever command it is asked for. */
final class EchoSession implements ChannelHandler {
  private final Channel channel;

  EchoSession(Channel channel) {
    this.channel = channel;
  }

  @Override
  public boolean request(SessionRequest request) {
    if (request instanceof SessionRequest.Exec) {
      Thread.ofVirtual().name("echo").start(this::echo);
      return true;
    }
    return false;
  }

  private void echo() {
    try (InputStream in = channel.input();
        OutputStream out = channel.output()) {
      in.transferTo(out);
      channel.send(new SessionRequest.ExitStatus(0));
    } catch (IOException _) {
      // the test has ended the connection; there is no one to tell
      return;
    } finally {
      channel.close();
    }
  }

  @Override
  public void closed() {}
}
