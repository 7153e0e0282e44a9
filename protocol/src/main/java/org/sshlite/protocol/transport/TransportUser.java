package org.sshlite.protocol.transport;

import io.netty.buffer.ByteBuf;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.message.RefusedException;

/** What stands on the transport: user authentication, then the connection. Called on the loop. */
public interface TransportUser {
  /** This side thinks, or asks its user: the peer is not to blame for the time. */
  void asking(boolean begins);

  /** The peer's identification string came; not escaped. */
  void identified(IdentificationString peer);

  /**
   * A key exchange is over: both directions are under new keys. {@link #ready} follows the first.
   *
   * @param sessionIdentifier the first exchange hash, RFC 4253 §7.2
   * @param hostKey the server's, on both ends
   */
  void keysChanged(byte[] sessionIdentifier, Negotiated negotiated, PublicKey hostKey);

  /** The first key exchange is over: requests for a service may go out and come in. */
  void ready() throws RefusedException;

  /** Our KEXINIT is about to go out: what is sent now still goes before it. */
  void keyExchangeBegins();

  /** A payload that is none of the transport's, under keys. */
  void received(InboundPayload payload) throws RefusedException, MalformedException;

  /** SSH_MSG_DEBUG to be shown, RFC 4253 §11.3: not escaped. */
  void debug(String message);

  /** SSH_MSG_DISCONNECT came; nothing comes after it. */
  void disconnected(long reason, String description);

  /** Something of the peer's is refused: the connection is to end. */
  void refused(RefusedException refusal);

  /** Something of ours failed, such as a host key that cannot sign. */
  void failed(Exception failure);

  /**
   * Asked for channel data when the peer may get some.
   *
   * @return whether a packet was written
   */
  boolean pull(PacketWriter writer, ByteBuf out);

  /** Whether {@link #pull} would write something. */
  boolean hasOutput();
}
