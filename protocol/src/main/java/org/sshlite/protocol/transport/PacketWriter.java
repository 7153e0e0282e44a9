package org.sshlite.protocol.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.Compressor;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.cipher.PlainPacketCipher;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Payloads to sealed packets, RFC 4253 §6, each in place at the end of a heap buffer that takes
 * many. Loop only.
 */
public final class PacketWriter {
  /** Bytes before the payload: packet_length and padding_length. */
  private static final int HEAD = 5;

  /** More than any padding and tag of ours. */
  private static final int TAIL = 192;

  /** As OpenSSH: packets with a password are multiples of so many bytes. */
  private static final int HIDING = 64;

  private final PacketLog log;
  private boolean hidesLength;
  private boolean unpadded;
  private String compression = Compression.NONE;
  private boolean compressionStarted;
  private @Nullable Compressor compressor;
  private @Nullable SshWriter deflated;
  private PacketCipher cipher = new PlainPacketCipher();
  private long sequenceNumber;
  private long bytes;
  private long packets;

  PacketWriter(PacketLog log) {
    this.log = log;
  }

  /**
   * Starts a packet.
   *
   * @return the index in {@code out.array()} where the payload goes
   */
  public int begin(ByteBuf out, int maximumPayload) {
    out.ensureWritable(HEAD + maximumPayload + TAIL);
    return out.arrayOffset() + out.writerIndex() + HEAD;
  }

  /** Pads and seals the packet that was begun; its payload is in place. */
  public void end(ByteBuf out, int payloadLength) {
    log.sent(out.array(), out.arrayOffset() + out.writerIndex() + HEAD, payloadLength);
    seal(out, compressor == null ? payloadLength : compress(compressor, out, payloadLength));
  }

  private int compress(Compressor stream, ByteBuf out, int payloadLength) {
    if (deflated == null) {
      deflated = new SshWriter();
    }
    deflated.clear();
    int at = out.arrayOffset() + out.writerIndex() + HEAD;
    stream.compress(out.array(), at, payloadLength, deflated);
    at = begin(out, deflated.length());
    System.arraycopy(deflated.array(), 0, out.array(), at, deflated.length());
    return deflated.length();
  }

  private void seal(ByteBuf out, int payloadLength) {
    int block = cipher.blockSize();
    int counted = payloadLength + (cipher.lengthIsApart() ? 1 : HEAD);
    int padding = block - counted % block;
    if (padding < 4) {
      padding += block;
    }
    if (unpadded) {
      padding = 0;
    }
    if (hidesLength) {
      padding += -(counted + padding) & HIDING - 1;
    }
    int packetLength = 1 + payloadLength + padding;
    byte[] array = out.array();
    int offset = out.arrayOffset() + out.writerIndex();
    array[offset] = (byte) (packetLength >>> 24);
    array[offset + 1] = (byte) (packetLength >>> 16);
    array[offset + 2] = (byte) (packetLength >>> 8);
    array[offset + 3] = (byte) packetLength;
    array[offset + 4] = (byte) padding;
    int paddingAt = offset + HEAD + payloadLength;
    // Deviation: RFC 4253 §6 would like random padding. It serves CBC, whose ciphers fill it in
    // themselves; under CTR and AEAD its content makes no difference to what an observer sees
    Arrays.fill(array, paddingAt, paddingAt + padding, (byte) 0);
    cipher.seal(sequenceNumber, array, offset, packetLength);
    int whole = 4 + packetLength + cipher.tagLength();
    out.writerIndex(out.writerIndex() + whole);
    bytes += whole;
    packets++;
    sequenceNumber = sequenceNumber + 1 & 0xffffffffL;
  }

  /** As {@link PacketReader#unpadded}. */
  void unpadded() {
    unpadded = true;
  }

  void write(ByteBuf out, byte[] payload) {
    int at = begin(out, payload.length);
    System.arraycopy(payload, 0, out.array(), at, payload.length);
    end(out, payload.length);
  }

  /** As {@link #write}, with so much padding that the length says nothing about a password. */
  void writeHidingLength(ByteBuf out, byte[] payload) {
    hidesLength = true;
    write(out, payload);
    hidesLength = false;
  }

  /** Our NEWKEYS was written: everything after it is under the new keys. */
  void switchTo(PacketCipher next, String nextCompression, boolean resetSequenceNumber) {
    compression = nextCompression;
    restartCompression();
    cipher.close();
    cipher = next;
    bytes = 0;
    packets = 0;
    if (resetSequenceNumber) {
      sequenceNumber = 0;
    }
  }

  /** USERAUTH_SUCCESS has passed: OpenSSH PROTOCOL §1.2. */
  void startCompression() {
    compressionStarted = true;
    restartCompression();
  }

  /** RFC 4253 §6.2: each key exchange begins a new stream. */
  private void restartCompression() {
    if (compressor != null) {
      compressor.close();
      compressor = null;
    }
    if (compressionStarted && !compression.equals(Compression.NONE)) {
      compressor = new Compressor();
    }
  }

  /** Bytes on the wire since the last NEWKEYS. */
  long bytes() {
    return bytes;
  }

  long packets() {
    return packets;
  }

  /**
   * What passed under the keys in use.
   *
   * @param maximumBytes that may pass under them
   */
  Traffic traffic(long maximumBytes) {
    long blocks = (bytes - packets * cipher.tagLength()) / cipher.blockSize();
    long rekey = maximumBytes / cipher.blockSize();
    return compressor == null
        ? new Traffic(packets, blocks, rekey, 0, 0)
        : new Traffic(packets, blocks, rekey, compressor.bytesIn(), compressor.bytesOut());
  }

  void close() {
    cipher.close();
    cipher = new ErasedCipher();
    if (compressor != null) {
      compressor.close();
      compressor = null;
    }
  }
}
