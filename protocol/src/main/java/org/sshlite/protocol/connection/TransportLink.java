package org.sshlite.protocol.connection;

import java.util.concurrent.Executor;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;
import org.sshlite.protocol.transport.Transport;

/** Channels straight on the transport of their connection. */
record TransportLink(Transport transport, Carrier carrier) implements Link {
  @Override
  public void send(Message message) {
    transport.send(message);
  }

  @Override
  public void outputReady() {
    carrier.outputReady();
  }

  @Override
  public boolean execute(Runnable task) {
    return carrier.execute(task);
  }

  @Override
  public boolean inLoop() {
    return carrier.inLoop();
  }

  @Override
  public Executor loop() {
    return carrier.loop();
  }

  @Override
  public void offLoop(Runnable task) {
    carrier.offLoop(task);
  }

  @Override
  public long nanoTime() {
    return carrier.nanoTime();
  }

  @Override
  public LoopArrays arrays() {
    return carrier.arrays();
  }
}
