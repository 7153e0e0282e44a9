package org.sshlite.protocol.connection;

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

  /** The transport below ended without a word. */
  record ConnectionLost(String problem) implements Ending {}

  /** Something of ours failed: a key that cannot sign, an application's exception. */
  record Failed(Exception failure) implements Ending {}

  /** One line, safe for a terminal. */
  default String explain() {
    return switch (this) {
      case Closed() -> "closed";
      case Disconnected(var reason, var description) ->
          "disconnected by the peer: " + Printable.line(description) + " (reason " + reason + ")";
      case Refused(var refusal) -> refusal.explain();
      case ConnectionLost(var problem) -> Printable.line(problem);
      case Failed(var failure) -> "failed on this side: " + Printable.line(failure.toString());
    };
  }
}
