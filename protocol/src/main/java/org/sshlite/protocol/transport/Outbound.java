package org.sshlite.protocol.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthInfoResponse;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/**
 * What goes out, in order: the key exchange's own messages at once, all others before it or when
 * none runs, channel data last and only when it is asked for. NEWKEYS passing through is where the
 * keys change. Loop only.
 */
final class Outbound {
  /**
   * Bytes in one batch: one write to the socket, and how long an urgent message waits behind data.
   */
  private static final int BATCH = 256 * 1024;

  /** Messages and bytes that may wait: the peer provokes replies, and may never read them. */
  private static final int MAXIMUM_QUEUED = 4096;

  private static final int MAXIMUM_QUEUED_BYTES = 1024 * 1024;

  /**
   * Bytes of them before the login, banners apart, which are ours: who is asked about a key answers
   * with the key, a thousand times.
   */
  private static final int MAXIMUM_QUEUED_BYTES_BEFORE_AUTHENTICATION = 128 * 1024;

  private final TransportUser user;
  private final PacketWriter writer;
  private final RekeyPolicy rekeyPolicy;
  private final ArrayDeque<byte[]> urgent = new ArrayDeque<>();
  private final ArrayDeque<byte[]> queued = new ArrayDeque<>();
  private final ArrayDeque<NextKeys> nextKeys = new ArrayDeque<>();
  private int queuedBytes;

  /** Of banners, sent or not. */
  private int bannerBytes;

  private String lines = "";

  /** From our KEXINIT to our NEWKEYS only the transport may speak, RFC 4253 §7.1. */
  private boolean keyExchangeRuns = true;

  private boolean authenticated;
  private boolean loginOver;
  private boolean over;

  private record NextKeys(PacketCipher cipher, String compression, boolean resetSequenceNumber) {}

  Outbound(TransportUser user, PacketWriter writer, RekeyPolicy rekeyPolicy) {
    this.user = user;
    this.writer = writer;
    this.rekeyPolicy = rekeyPolicy;
  }

  /** A line before all packets: our identification string, and why there are none. */
  void line(String text) {
    lines += text + "\r\n";
  }

  /** Whether our NEWKEYS waits to be sent: what is counted is still the old keys'. */
  boolean awaitsNewKeys() {
    return !nextKeys.isEmpty();
  }

  /** Channel data may flow. A server's login is over later, behind its USERAUTH_SUCCESS. */
  void authenticated(Role role) {
    authenticated = true;
    if (role.isClient()) {
      endLogin();
    }
  }

  /** Without keys, and without a login: OpenSSH PROTOCOL.mux §9. */
  void proxied() {
    writer.unpadded();
    keyExchangeRuns = false;
    authenticated = true;
  }

  private void endLogin() {
    loginOver = true;
    writer.startCompression();
  }

  /** Whether what is sent now reaches the peer after its login. */
  boolean loginOver() {
    return loginOver;
  }

  /** Ends a key exchange: NEWKEYS, and the keys that follow it. */
  void newKeys(PacketCipher cipher, String compression, boolean resetSequenceNumber) {
    nextKeys.add(new NextKeys(cipher, compression, resetSequenceNumber));
    urgent(new NewKeys().payload());
  }

  /** The packet right after our first NEWKEYS, RFC 8308 §2.4. */
  void afterNewKeys(ExtInfo extInfo) {
    urgent(extInfo.payload());
  }

  private void urgent(byte[] payload) {
    urgent.add(payload);
    queuedBytes += payload.length;
  }

  void add(Message message) throws RefusedException {
    byte[] payload = message.payload();
    if (message instanceof TransportMessage transport && isUrgent(transport)) {
      urgent(payload);
    } else {
      queued.add(payload);
      queuedBytes += payload.length;
      bannerBytes += message instanceof UserauthBanner ? payload.length : 0;
    }
    if (urgent.size() + queued.size() > MAXIMUM_QUEUED
        || queuedBytes > MAXIMUM_QUEUED_BYTES
        || !authenticated
            && queuedBytes - bannerBytes > MAXIMUM_QUEUED_BYTES_BEFORE_AUTHENTICATION) {
      throw new RefusedException(
          new Refusal.LimitExceeded("the peer provokes replies without reading them"));
    }
  }

  /**
   * PONG and UNIMPLEMENTED answer the peer in order with other replies, so they wait like them. So
   * does DISCONNECT, but not for a key exchange.
   */
  private boolean isUrgent(TransportMessage message) {
    return message instanceof Disconnect
        ? keyExchangeRuns || !urgent.isEmpty()
        : KexDriver.isKex(message.number());
  }

  @Nullable ByteBuf next(ByteBufAllocator allocator) {
    if (over) {
      return null;
    }
    boolean data = mayPull() && user.hasOutput();
    if (lines.isEmpty() && urgent.isEmpty() && (held() || queued.isEmpty()) && !data) {
      return null;
    }
    ByteBuf out = allocator.heapBuffer(data ? BATCH + PacketReader.MAXIMUM_PACKET / 4 : 1024);
    if (!lines.isEmpty()) {
      out.writeCharSequence(lines, StandardCharsets.US_ASCII);
      lines = "";
    }
    drainUrgent(out);
    drainQueued(out, BATCH);
    while (mayPull() && queued.isEmpty() && out.readableBytes() < BATCH) {
      // what is left of the batch belongs under the next keys
      if (!user.pull(writer, out) || rekeyPolicy.hasWrittenEnough()) {
        break;
      }
    }
    if (!out.isReadable()) {
      // the channels that have something to send found their windows closed
      out.release();
      return null;
    }
    return out;
  }

  /** Whether a message would wait behind others, or for a key exchange. */
  boolean isBusy() {
    return held() || !queued.isEmpty() || !urgent.isEmpty();
  }

  private boolean held() {
    return keyExchangeRuns || over;
  }

  private boolean mayPull() {
    return authenticated && !keyExchangeRuns && !over;
  }

  /**
   * What was queued before our KEXINIT goes before it: window credit above all, for peers exist
   * that stop where they have none while keys are exchanged, and sleep on.
   */
  private void drainUrgent(ByteBuf out) {
    byte[] payload;
    while (!over && (payload = urgent.poll()) != null) {
      if (payload[0] == KexInit.NUMBER) {
        drainQueued(out, Integer.MAX_VALUE);
      }
      write(out, payload);
      // not when it is queued: the NEWKEYS of the exchange before may still be ahead of it
      if (payload[0] == KexInit.NUMBER) {
        keyExchangeRuns = true;
      } else if (payload[0] == NewKeys.NUMBER) {
        NextKeys keys = nextKeys.remove();
        writer.switchTo(keys.cipher(), keys.compression(), keys.resetSequenceNumber());
        keyExchangeRuns = false;
      }
    }
  }

  private void drainQueued(ByteBuf out, int batch) {
    while (!held() && !queued.isEmpty() && out.readableBytes() < batch) {
      write(out, queued.poll());
    }
  }

  private void write(ByteBuf out, byte[] payload) {
    queuedBytes -= payload.length;
    if (payload[0] == UserauthRequest.NUMBER || payload[0] == UserauthInfoResponse.NUMBER) {
      // it may carry what was typed
      writer.writeHidingLength(out, payload);
      Arrays.fill(payload, (byte) 0);
      return;
    }
    writer.write(out, payload);
    if (payload[0] == UserauthSuccess.NUMBER) {
      endLogin();
    }
    // RFC 4253 §11.1: nothing comes after it
    over = payload[0] == Disconnect.NUMBER;
  }

  /** Bytes of messages that wait. */
  int waiting() {
    return queuedBytes;
  }

  void close() {
    writer.close();
    nextKeys.forEach(keys -> keys.cipher().close());
    nextKeys.clear();
    urgent.clear();
    queued.forEach(payload -> Arrays.fill(payload, (byte) 0)); // it may be what was typed
    queued.clear();
  }
}
