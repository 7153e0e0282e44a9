package org.sshlite.protocol.transport;

import java.util.concurrent.Callable;
import org.sshlite.protocol.message.TransportMessage;

/** What a key exchange wants done. */
sealed interface KexAction {
  record Send(TransportMessage message) implements KexAction {}

  /** The peer's next message of a method, numbers 30 to 49, is a wrong guess, RFC 4253 §7. */
  record SkipGuess() implements KexAction {}

  /** Runs off the loop; its answer is the next event. Decoding pauses meanwhile. */
  record Ask(Callable<KexEvent> question) implements KexAction {}

  /** Sends NEWKEYS; what follows it is under the new keys. */
  record SwitchOutbound(KexResult result) implements KexAction {}

  /** What follows the peer's NEWKEYS is under the new keys: the key exchange is over. */
  record SwitchInbound(KexResult result) implements KexAction {}
}
