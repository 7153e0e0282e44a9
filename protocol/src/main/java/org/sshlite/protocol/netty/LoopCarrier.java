package org.sshlite.protocol.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/** What all carriers on an event loop have in common. */
interface LoopCarrier extends Carrier {
  /** One for each loop's thread. */
  FastThreadLocal<LoopArrays> ARRAYS =
      new FastThreadLocal<>() {
        @Override
        protected LoopArrays initialValue() {
          return new LoopArrays();
        }
      };

  @Override
  EventLoop loop();

  @Override
  default void offLoop(Runnable task) {
    OffLoop.run(loop(), task);
  }

  @Override
  default long nanoTime() {
    return System.nanoTime();
  }

  @Override
  default boolean inLoop() {
    return loop().inEventLoop();
  }

  @Override
  default LoopArrays arrays() {
    return ARRAYS.get();
  }
}
