package org.sshlite.client.command;

import java.io.IOException;
import java.io.OutputStream;
import org.sshlite.client.ClientSession;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/** {@code -W} of ssh(1): this process's streams are a connection from the far end. */
record StdioForward(ClientSession session, Target target, StderrLog log) {
  /** Until the far end has closed it; the exit status. */
  int run() {
    Channel channel;
    try {
      channel = Answer.await(session.open(target));
    } catch (IOException e) {
      log.info("channel 0: " + Printable.line(String.valueOf(e.getMessage())));
      log.error("stdio forwarding failed");
      return Program.FAILURE;
    }
    OwnStreams streams = new OwnStreams(log);
    try {
      Threads.daemon("stdin", () -> send(channel, streams));
    } catch (NoThreadException e) {
      log.error("stdio forwarding failed: " + e.getMessage());
      channel.abort();
      return Program.FAILURE;
    }
    if (Copy.run(channel.input(), StandardStream.stdout())
        instanceof Copy.Result.TargetFailed(IOException reason)) {
      streams.failed(StandardStream.OUT, reason);
    }
    channel.close();
    boolean lost = !channel.closed().isDone() && session.connection().ended().isDone();
    return lost || streams.lostData() ? Program.FAILURE : 0;
  }

  private static void send(Channel channel, OwnStreams streams) {
    try (OutputStream out = channel.output()) {
      if (Copy.run(StandardStream.stdin(), out)
          instanceof Copy.Result.SourceFailed(IOException reason)) {
        streams.failed(StandardStream.IN, reason);
      }
    } catch (IOException _) {
      return; // the channel is over, which its other way tells
    }
  }
}
