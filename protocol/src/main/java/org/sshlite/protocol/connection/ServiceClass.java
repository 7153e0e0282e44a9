package org.sshlite.protocol.connection;

import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;

/**
 * Which of its {@link ServiceClasses} a connection has: as with OpenSSH 10.5, one channel that
 * moves bulk makes all of it bulk, and an agent's or a terminal's makes nothing of it. Loop only.
 */
final class ServiceClass {
  private final IntConsumer carrier;
  private ServiceClasses classes = ServiceClasses.NONE;
  private int bulk;

  /**
   * @param carrier told of the field, when it changes
   */
  ServiceClass(IntConsumer carrier) {
    this.carrier = carrier;
  }

  /** What is to be chosen from, from now on. */
  void use(ServiceClasses value) {
    classes = value;
    tell();
  }

  private void tell() {
    OptionalInt field = bulk > 0 ? classes.bulk() : classes.interactive();
    field.ifPresent(carrier);
  }

  private void add(int change) {
    boolean before = bulk > 0;
    bulk += change;
    if (bulk > 0 != before) {
      tell();
    }
  }

  /** One channel's part in it. */
  final class Part {
    private boolean terminal;
    private boolean movesBulk;

    /** The channel is open. */
    void opened(ChannelType type) {
      switch (type) {
        case ChannelType.Session _, ChannelType.AuthAgent _, ChannelType.Unknown _ -> {}
        default -> movesBulk(true);
      }
    }

    /** A request that was made of the peer, or that the peer made and got: what a session is. */
    void made(SessionRequest request) {
      switch (request) {
        case SessionRequest.PtyRequest _ -> terminal = true;
        case SessionRequest.Shell _, SessionRequest.Exec _, SessionRequest.Subsystem _ ->
            movesBulk(!terminal);
        default -> {}
      }
    }

    /** The channel is over. */
    void over() {
      movesBulk(false);
    }

    private void movesBulk(boolean now) {
      if (now != movesBulk) {
        movesBulk = now;
        add(now ? 1 : -1);
      }
    }
  }
}
