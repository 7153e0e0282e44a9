package org.sshlite.protocol.transport;

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

  private final PacketReader reader;
  private final PacketWriter writer;
  private final long bytes;
  private final long nanos;
  private long since;

  RekeyPolicy(TransportOptions options, PacketReader reader, PacketWriter writer) {
    this.reader = reader;
    this.writer = writer;
    this.bytes = options.rekeyBytes() > 0 ? options.rekeyBytes() : DEFAULT_BYTES;
    this.nanos = options.rekeyTime().toNanos();
  }

  boolean due(long now) {
    return reader.bytes() >= bytes
        || writer.bytes() >= bytes
        || reader.packets() >= MAXIMUM_PACKETS
        || writer.packets() >= MAXIMUM_PACKETS
        || nanos > 0 && now - since >= nanos;
  }

  long deadline() {
    return nanos > 0 ? since + nanos : Long.MAX_VALUE;
  }

  void keysChanged(long now) {
    since = now;
  }
}
