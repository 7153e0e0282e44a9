package org.sshlite.protocol.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.Decompressor;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.cipher.PlainPacketCipher;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * Inbound bytes to payloads: the binary packet protocol, RFC 4253 §6. Opens from the array that
 * collects what arrives straight into an array that the payload's receiver may keep. Loop only.
 */
final class PacketReader implements InboundPayload {
  /** packet_length at most, as OpenSSH; RFC 4253 §6.1 asks for 35000. */
  static final int MAXIMUM_PACKET = 256 * 1024;

  /** packet_length at most before the user is authenticated: nothing larger is needed. */
  static final int MAXIMUM_PACKET_BEFORE_AUTHENTICATION = 64 * 1024;

  private static final byte[] NONE = new byte[0];

  private final LoopArrays arrays;
  private PacketCipher cipher = new PlainPacketCipher();
  private int maximumPacket = MAXIMUM_PACKET_BEFORE_AUTHENTICATION;
  private boolean unpadded;
  private long sequenceNumber;
  private long bytes;
  private long packets;

  private byte[] received = NONE;
  private int opened;
  private int start;
  private int end;

  private byte[] plain = NONE;
  private byte[] payload = NONE;
  private int payloadOffset;
  private int payloadLength;

  private String compression = Compression.NONE;
  private boolean compressionStarted;
  private @Nullable Decompressor decompressor;
  private @Nullable SshWriter inflated;

  /** Bytes that are still taken of a packet that was found bad; 0 where none was. */
  private long concealed;

  PacketReader(LoopArrays arrays) {
    this.arrays = arrays;
  }

  /** Copies everything readable. */
  void append(ByteBuf in) {
    int count = in.readableBytes();
    reserve(count);
    in.readBytes(received, end, count);
    end += count;
  }

  private void reserve(int count) {
    if (received.length - end >= count) {
      return;
    }
    int held = end - start;
    move(held, received.length >= held + count ? received : arrays.take(held + count));
  }

  /** Bytes that have arrived and are not used yet. */
  int buffered() {
    return end - start;
  }

  /** Bytes of the array that they are in. */
  int held() {
    return received.length;
  }

  /** Looks for the identification string at the start of what arrived. */
  IdentificationReader.Found line(IdentificationReader reader) throws RefusedException {
    IdentificationReader.Found found = reader.read(received, start, end);
    switch (found) {
      case IdentificationReader.Found.Nothing() -> {}
      case IdentificationReader.Found.OtherLine(int length) -> start += length;
      case IdentificationReader.Found.Identification(_, int length) -> start += length;
    }
    return found;
  }

  /**
   * Opens the next packet if all of it is here.
   *
   * @return whether there is a payload to look at
   */
  boolean next() throws RefusedException, MalformedException {
    if (end - start < (unpadded ? Integer.BYTES : cipher.headLength())) {
      return conceal();
    }
    int packetLength;
    int whole;
    try {
      packetLength = checked(cipher.packetLength(sequenceNumber, received, start));
      whole = 4 + packetLength + cipher.tagLength();
      if (end - start < whole) {
        return false;
      }
      open(packetLength);
    } catch (BadPacketException e) {
      return refuse();
    }
    opened = start;
    start += whole;
    bytes += whole;
    packets++;
    sequenceNumber = sequenceNumber + 1 & 0xffffffffL;
    payload = plain;
    payloadOffset = 1;
    if (decompressor != null) {
      decompress(decompressor);
    }
    return true;
  }

  private void open(int packetLength) throws BadPacketException {
    // a large array must not go up with a small payload, which may be kept for long
    if (plain.length < packetLength
        || plain.length > LoopArrays.PACKET && packetLength <= LoopArrays.PACKET) {
      arrays.give(plain);
      plain = arrays.take(packetLength);
    }
    cipher.open(sequenceNumber, received, start, packetLength, plain, 0);
    int padding = plain[0] & 0xff;
    payloadLength = packetLength - 1 - padding;
    // RFC 4253 §6: at least four bytes of padding; a payload has at least its message number
    if (unpadded ? padding != 0 : padding < 4 || payloadLength < 1) {
      throw new BadPacketException();
    }
  }

  /**
   * The packet at {@code start} is bad. Where the cipher says that nobody may see why, as many
   * bytes are taken as the largest packet has, whatever is wrong: a peer that sends them a few at a
   * time sees the connection end at the same byte for each block that it puts in (CVE-2008-5161).
   */
  private boolean refuse() throws RefusedException {
    if (!cipher.hidesFaults()) {
      throw badPacket();
    }
    concealed = 4 + MAXIMUM_PACKET + cipher.tagLength();
    cipher = new EndlessPacket(cipher);
    return conceal();
  }

  private boolean conceal() throws RefusedException {
    if (concealed > 0) {
      concealed -= end - start;
      start = end;
      if (concealed <= 0) {
        cipher.spend(4 + MAXIMUM_PACKET);
        throw badPacket();
      }
    }
    return false;
  }

  private void decompress(Decompressor stream) throws RefusedException, MalformedException {
    if (inflated == null) {
      inflated = new SshWriter();
    }
    inflated.clear();
    stream.decompress(plain, 1, payloadLength, inflated);
    if (inflated.length() == 0) {
      throw badPacket();
    }
    payload = inflated.toByteArray();
    payloadOffset = 0;
    payloadLength = payload.length;
  }

  private int checked(long packetLength) throws BadPacketException {
    if (unpadded) {
      // padding_length and a message number
      if (packetLength < 2 || packetLength > maximumPacket) {
        throw new BadPacketException();
      }
      return (int) packetLength;
    }
    long counted = cipher.lengthIsApart() ? packetLength : packetLength + 4;
    if (packetLength < 6 || packetLength > maximumPacket || counted % cipher.blockSize() != 0) {
      throw new BadPacketException();
    }
    return (int) packetLength;
  }

  private static RefusedException badPacket() {
    return new RefusedException(new Refusal.BadPacket());
  }

  /** Gives back arrays that hold nothing or too little, so that an idle connection has none. */
  void releaseIdle() {
    int held = end - start;
    if (held == 0) {
      arrays.give(received);
      received = NONE;
      start = 0;
      end = 0;
    } else if (held <= LoopArrays.PACKET && received.length > LoopArrays.PACKET) {
      // a peer that never sends the rest of a packet shall not hold a large array
      move(held, arrays.take(held));
    } else if (held <= LoopArrays.EARLY && isEarly() && received.length > LoopArrays.EARLY) {
      // nor shall one that is not logged in hold more than its largest packet
      move(held, new byte[LoopArrays.EARLY]);
    }
    arrays.give(plain);
    plain = NONE;
    payload = NONE;
    inflated = null;
  }

  private boolean isEarly() {
    return maximumPacket == MAXIMUM_PACKET_BEFORE_AUTHENTICATION;
  }

  private void move(int held, byte[] target) {
    System.arraycopy(received, start, target, 0, held);
    if (target != received) {
      arrays.give(received);
      received = target;
    }
    start = 0;
    end = held;
  }

  /** NEWKEYS came: everything after it is under the new keys, RFC 4253 §7.3. */
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

  /** Packets are neither padded nor sealed from now on: OpenSSH PROTOCOL.mux §9. */
  void unpadded() {
    unpadded = true;
    maximumPacket = MAXIMUM_PACKET;
  }

  /** Larger packets may come, and compression starts: OpenSSH PROTOCOL §1.2. */
  void authenticated() {
    maximumPacket = MAXIMUM_PACKET;
    compressionStarted = true;
    restartCompression();
  }

  /** RFC 4253 §6.2: each key exchange begins a new stream. */
  private void restartCompression() {
    if (decompressor != null) {
      decompressor.close();
      decompressor = null;
    }
    if (compressionStarted && !compression.equals(Compression.NONE)) {
      decompressor = new Decompressor(MAXIMUM_PACKET);
    }
  }

  /** The sequence number of the packet that was opened last, uint32. */
  long lastSequenceNumber() {
    return sequenceNumber - 1 & 0xffffffffL;
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
    return decompressor == null
        ? new Traffic(packets, blocks, rekey, 0, 0)
        : new Traffic(packets, blocks, rekey, decompressor.bytesOut(), decompressor.bytesIn());
  }

  /** Erases the payload that was opened last, for messages that carry a secret. */
  void wipe() {
    // some ciphers decrypt where the packet lies
    Arrays.fill(received, Math.min(opened, start), start, (byte) 0);
    Arrays.fill(plain, (byte) 0);
    Arrays.fill(payload, (byte) 0);
  }

  void close() {
    cipher.close();
    cipher = new ErasedCipher();
    if (decompressor != null) {
      decompressor.close();
      decompressor = null;
    }
    received = NONE;
    plain = NONE;
    payload = NONE;
    start = 0;
    end = 0;
  }

  @Override
  public int number() {
    return payload[payloadOffset] & 0xff;
  }

  @Override
  public byte[] array() {
    return payload;
  }

  @Override
  public int offset() {
    return payloadOffset;
  }

  @Override
  public int length() {
    return payloadLength;
  }

  @Override
  public byte[] take() {
    byte[] taken = payload;
    if (taken == plain) {
      plain = NONE;
    }
    payload = NONE;
    return taken;
  }
}
