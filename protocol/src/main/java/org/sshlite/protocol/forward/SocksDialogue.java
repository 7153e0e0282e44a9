package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What one SOCKS client says until it has asked for a target, or for something that is not served.
 * Loop only.
 */
final class SocksDialogue {
  /** Who carries the bytes of the dialogue. */
  interface Server {
    /** Sends an answer; more follows. */
    void answer(byte[] reply);

    /** Sends what there is to be said, and ends it. */
    void refuse(byte[] reply);

    /** Told last. */
    void request(SocksRequest request);
  }

  private final Server server;
  private final ByteBuf read = Unpooled.buffer(64);
  private boolean greeted;
  private boolean done;

  SocksDialogue(Server server) {
    this.server = server;
  }

  /** Takes what the client sent next; once it has asked, for its target. */
  void heard(ByteBuf data) {
    read.writeBytes(data);
    boolean more = true;
    while (more && !done) {
      more = step(SocksRequest.read(read, greeted));
    }
    if (!done && read.readableBytes() > SocksRequest.MAXIMUM) {
      refuse(new byte[0]);
    }
  }

  /**
   * @return whether there may be another step
   */
  private boolean step(SocksRequest.Step step) {
    switch (step) {
      case SocksRequest.Step.More() -> {
        return false;
      }
      case SocksRequest.Step.Answer(var reply) -> {
        greeted = true;
        server.answer(reply);
      }
      case SocksRequest.Step.Refusal(var reply, _) -> refuse(reply);
      case SocksRequest.Step.Request(var request) -> {
        done = true;
        server.request(request);
      }
    }
    return true;
  }

  private void refuse(byte[] reply) {
    done = true;
    server.refuse(reply);
  }

  /** Bytes that belong to the dialogue. */
  int length() {
    return read.readerIndex();
  }

  /** What came behind the request. */
  ByteBuf behind() {
    return read;
  }
}
