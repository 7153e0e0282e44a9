package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.PacketWriter;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.Transport;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.protocol.transport.TransportUser;

/** Stands in for one end before the other: it has the keys, and above them it keeps to no rule. */
final class Middle implements TransportUser {
  private final LoopbackCarrier carrier = new LoopbackCarrier();
  private final Transport transport;
  private final List<byte[]> came = new ArrayList<>();
  private boolean hasKeys;
  private boolean over;

  Middle(Role role, TransportOptions options, Signer hostKey, SecureRandom random) {
    transport =
        new Transport(
            role,
            options,
            role.isClient() ? List.of() : List.of(hostKey),
            role.isClient() ? (_, _) -> new HostKeyVerifier.Decision.Trusted() : null,
            random,
            carrier,
            this);
    carrier.carry(transport::received, transport::nextOutput);
  }

  LoopbackCarrier carrier() {
    return carrier;
  }

  void start() {
    transport.start();
  }

  /** Whether what is sent would reach anybody. */
  boolean isThere() {
    return hasKeys && !over;
  }

  /** Payloads that came since it was asked last. */
  List<byte[]> take() {
    List<byte[]> taken = List.copyOf(came);
    came.clear();
    return taken;
  }

  /** Sends a payload, whatever it is. */
  void send(byte[] payload) {
    if (isThere() && payload.length > 0) {
      byte[] fields = Arrays.copyOfRange(payload, 1, payload.length);
      transport.send(new UserauthMethodMessage(payload[0] & 0xff, fields));
    }
  }

  void close() {
    over = true;
    transport.close();
    transport.outputDone();
  }

  @Override
  public void ready() {
    hasKeys = true;
    transport.authenticated(); // what comes has no limit here
  }

  @Override
  public void received(InboundPayload payload) {
    came.add(
        Arrays.copyOfRange(payload.array(), payload.offset(), payload.offset() + payload.length()));
  }

  @Override
  public void disconnected(long reason, String description) {
    close();
  }

  @Override
  public void refused(RefusedException refusal) {
    close(); // an end that answers what nobody asked
  }

  @Override
  public void failed(Exception failure) {
    throw new AssertionError(failure);
  }

  @Override
  public void asking(boolean begins) {}

  @Override
  public void identified(IdentificationString peer) {}

  @Override
  public void keysChanged(byte[] session, Negotiated negotiated, PublicKey hostKey) {}

  @Override
  public void keyExchangeBegins() {}

  @Override
  public void debug(String message) {}

  @Override
  public boolean pull(PacketWriter writer, ByteBuf out) {
    return false;
  }

  @Override
  public boolean hasOutput() {
    return false;
  }
}
