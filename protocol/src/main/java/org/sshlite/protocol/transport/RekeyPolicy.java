package org.sshlite.protocol.transport;

import java.time.Duration;
import java.util.Optional;

/** When keys are old enough to be exchanged anew, RFC 4253 §9, RFC 4344 §3. */
final class RekeyPolicy {
  /** As OpenSSH: half of the sequence numbers of RFC 4344 §3.1. */
  private static final long MAXIMUM_PACKETS = 1L << 31;

  /**
   * Bytes under one key when the options name none. RFC 4344 §3.2 allows 2³² blocks of 16 bytes;
   * RFC 4253 §9 asks for a rekey after 1 GiB, which OpenSSH keeps to for ChaCha20. A rekey costs a
   * millisecond.
   */
  private static final long DEFAULT_BYTES = 1L << 36;

  /** The limit is a maximum, as OpenSSH takes it: a packet of the largest size stays below it. */
  private static final long LARGEST_PACKET = 33 * 1024;

  private final PacketReader reader;
  private final PacketWriter writer;
  private final long bytes;
  private final long nanos;
  private long since;
  private long limit;

  RekeyPolicy(TransportOptions options, PacketReader reader, PacketWriter writer) {
    this.reader = reader;
    this.writer = writer;
    this.bytes = options.rekeyBytes() > 0 ? options.rekeyBytes() : DEFAULT_BYTES;
    this.nanos = options.rekeyTime().toNanos();
    this.limit = bytes;
  }

  boolean due(long now) {
    return reader.bytes() >= limit
        || reader.packets() >= MAXIMUM_PACKETS
        || hasWrittenEnough()
        || nanos > 0 && now - since >= nanos;
  }

  /** Whether the next packet belongs under new keys; where the limit is tiny, half of it. */
  boolean hasWrittenEnough() {
    return writer.bytes() > Math.max(limit - LARGEST_PACKET, limit / 2)
        || writer.packets() >= MAXIMUM_PACKETS;
  }

  long deadline() {
    return nanos > 0 ? since + nanos : Long.MAX_VALUE;
  }

  TransportFigures figures(long now) {
    Optional<Duration> nextKeys =
        nanos > 0 ? Optional.of(Duration.ofNanos(deadline() - now)) : Optional.empty();
    return new TransportFigures(reader.traffic(limit), writer.traffic(limit), nextKeys);
  }

  void begin(long now) {
    since = now;
  }

  /**
   * @param maximumBytes that may go under the new keys, by their ciphers
   */
  void keysChanged(long now, long maximumBytes) {
    since = now;
    limit = Math.min(bytes, maximumBytes);
  }
}
