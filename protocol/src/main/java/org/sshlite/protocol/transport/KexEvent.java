package org.sshlite.protocol.transport;

import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.kex.DhGroup;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.TransportMessage;

/** What moves a key exchange on. */
sealed interface KexEvent {
  /** This side wants new keys. */
  record Start() implements KexEvent {}

  /** The peer's KEXINIT, as read and as it came: I_C or I_S is the payload. */
  record ReceivedKexInit(KexInit kexInit, byte[] payload) implements KexEvent {}

  /** Another message of the key exchange, numbers 21 and 30 to 49. */
  record Received(TransportMessage message) implements KexEvent {}

  /** Server: the group for a group exchange is chosen. */
  record GroupChosen(DhGroup group) implements KexEvent {}

  /** The client's ephemeral key is made. */
  record Initiated(KexMethod.Initiator initiator) implements KexEvent {}

  /** The keys are agreed on, and the host key signed, or was verified and believed. */
  record Agreed(KexResult result, @Nullable KexEcdhReply reply) implements KexEvent {}
}
