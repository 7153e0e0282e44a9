package org.sshlite.client.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.sshlite.client.sharing.Ended;
import org.sshlite.client.sharing.MuxClient;
import org.sshlite.client.sharing.PassedInput;
import org.sshlite.client.sharing.PassedOutput;
import org.sshlite.program.system.Libc;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/** A connection from the far end on the open files of a client of our master: its {@code -W}. */
final class SharedPipe {
  private final MuxClient client;
  private final List<Integer> descriptors;
  private final Channel channel;
  private final Ended ended;

  /**
   * @param descriptors stdin and stdout; this object's from now on
   */
  SharedPipe(MuxClient client, List<Integer> descriptors, Channel channel) throws IOException {
    this.client = client;
    this.descriptors = descriptors;
    this.channel = channel;
    this.ended = new Ended();
  }

  /**
   * Does not wait.
   *
   * @throws NoThreadException when it is over before it began
   */
  void start() throws NoThreadException {
    Thread input = new Thread();
    try {
      input = Threads.daemon("mux-stdin", this::input);
      Thread begun = input;
      Threads.daemon("mux-stdout", () -> output(begun));
    } catch (NoThreadException e) {
      channel.abort();
      end(input);
      throw e;
    }
  }

  void clientGone() {
    ended.tell();
    channel.abort();
  }

  private void input() {
    try (OutputStream out = channel.output()) {
      Copy.run(new PassedInput(descriptors.get(0), ended), out);
    } catch (IOException _) {
      return; // the channel is over, which its other way tells
    }
  }

  private void output(Thread input) {
    Copy.run(channel.input(), new PassedOutput(descriptors.get(1), ended));
    channel.close();
    end(input);
  }

  private void end(Thread input) {
    ended.tell();
    try {
      input.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    client.finish();
    ended.close();
    descriptors.forEach(descriptor -> Libc.call("close", descriptor));
  }
}
