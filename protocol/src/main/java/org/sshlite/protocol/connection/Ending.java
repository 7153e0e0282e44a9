package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.message.Refusal;

/** How a connection ended. */
public sealed interface Ending {
  /** We disconnected in good order. */
  record Closed() implements Ending {}

  /** The peer sent SSH_MSG_DISCONNECT. {@code description} is the peer's text, not escaped. */
  record Disconnected(long reason, String description) implements Ending {}

  /** We refused something of the peer's. */
  record Refused(Refusal refusal) implements Ending {}

  /**
   * The transport below ended without a word.
   *
   * @param system what the system, or who else carries it, says of it; empty where it just ended
   */
  record ConnectionLost(String problem, Optional<String> system) implements Ending {
    public ConnectionLost(String problem) {
      this(problem, Optional.empty());
    }

    static ConnectionLost by(IOException failure) {
      String reason = String.valueOf(failure.getMessage());
      return new ConnectionLost("connection lost: " + reason, Optional.of(reason));
    }
  }

  /** Something of ours failed: a key that cannot sign, an application's exception. */
  record Failed(Exception failure) implements Ending {
    /** Want of memory, which is nobody's mistake. */
    public boolean isForMemory() {
      return failure.getCause() instanceof OutOfMemoryError;
    }
  }

  /** One line, safe for a terminal. */
  default String explain() {
    return switch (this) {
      case Closed() -> "closed";
      case Disconnected(var reason, var description) ->
          "disconnected by the peer: " + Printable.line(description) + " (reason " + reason + ")";
      case Refused(var refusal) -> refusal.explain();
      case ConnectionLost(var problem, _) -> Printable.line(problem);
      case Failed failed when failed.isForMemory() -> "failed on this side: out of memory";
      case Failed(var failure) -> "failed on this side: " + Printable.line(failure.toString());
    };
  }
}
