package org.sshlite.mitm.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.cipher.PlainPacketCipher;
import org.sshlite.mitm.evidence.Evidence;

/**
 * One end of a packet stream with the man in the middle right in front of it: what is sent passes
 * the {@link Alteration} sealed, and what comes does before it is opened. One thread.
 */
public final class PacketLink {
  /** Bytes of packet_length that an honest end takes; OpenSSH's limit too. */
  private static final int MAXIMUM_PACKET = 256 * 1024;

  private static final int MAXIMUM_LINE = 1024;
  private static final int CHUNK = 32 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final Direction way;
  private final Alteration alteration;
  private final Evidence evidence;
  private PacketCipher inbound = new PlainPacketCipher();
  private PacketCipher outbound = new PlainPacketCipher();
  private long inboundSequence;
  private long outboundSequence;
  private Phase inboundPhase = Phase.IDENTIFICATION;
  private Phase outboundPhase = Phase.IDENTIFICATION;
  private int inboundIndex;
  private int outboundIndex;
  private byte[] pending = {};
  private boolean boundariesLost;

  /**
   * @param way in which this end sends
   */
  public PacketLink(
      InputStream in, OutputStream out, Direction way, Alteration alteration, Evidence evidence) {
    this.in = in;
    this.out = out;
    this.way = way;
    this.alteration = alteration;
    this.evidence = evidence;
  }

  /** Sends the identification line. */
  public void writeLine(String line) throws IOException {
    pass((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    outboundPhase = Phase.KEY_EXCHANGE;
    outboundIndex = 0;
  }

  /** The identification line of the peer, without CR LF. */
  public String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    do {
      next = in.read();
      if (next < 0) {
        throw new EOFException("the peer hung up before its identification");
      }
      line.write(next);
    } while (next != '\n' && line.size() < MAXIMUM_LINE);
    feed(line.toByteArray());
    inboundPhase = Phase.KEY_EXCHANGE;
    inboundIndex = 0;
    String text = new String(pending, StandardCharsets.ISO_8859_1);
    pending = new byte[0];
    return text.strip();
  }

  /** The next payload. */
  public byte[] read() throws IOException, BadPacketException {
    while (true) {
      byte[] payload = open();
      if (payload.length > 0) {
        return payload;
      }
      feed(boundariesLost || pending.length > 0 ? chunk() : packet());
    }
  }

  /** Whether {@link #read} would find something at once. */
  public boolean ready() throws IOException {
    return pending.length > 0 || in.available() > 0;
  }

  /**
   * Drops what comes next.
   *
   * @return whether anything came before the end of the stream
   */
  public boolean inputLeft() throws IOException {
    return in.read(new byte[CHUNK]) >= 0;
  }

  /** Hangs up. */
  public void close() throws IOException {
    out.close();
  }

  /** Seals a payload and sends it past the man in the middle. */
  public void write(byte[] payload) throws IOException {
    pass(seal(payload, -1));
  }

  /** Sends bytes that are no packet. */
  public void writeRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /**
   * Seals a packet of {@code payload} zeros that says how much padding it has.
   *
   * @param claimed the padding_length; negative for the true one
   */
  public void writePadded(int payload, int claimed) throws IOException {
    writeRaw(seal(new byte[payload], claimed));
  }

  /** Our NEWKEYS was sent. */
  public void switchOutbound(PacketCipher cipher, boolean resetSequenceNumber) {
    outbound.close();
    outbound = cipher;
    outboundSequence = resetSequenceNumber ? 0 : outboundSequence;
    if (outboundPhase == Phase.KEY_EXCHANGE) {
      outboundPhase = Phase.AUTHENTICATION;
      outboundIndex = 0;
    }
  }

  /** The peer's NEWKEYS came. */
  public void switchInbound(PacketCipher cipher, boolean resetSequenceNumber) {
    inbound.close();
    inbound = cipher;
    inboundSequence = resetSequenceNumber ? 0 : inboundSequence;
    if (inboundPhase == Phase.KEY_EXCHANGE) {
      inboundPhase = Phase.AUTHENTICATION;
      inboundIndex = 0;
    }
  }

  /** USERAUTH_SUCCESS was sent. */
  public void authenticated() {
    inboundPhase = Phase.CONNECTION;
    outboundPhase = Phase.CONNECTION;
    inboundIndex = 0;
    outboundIndex = 0;
  }

  /** How many packets came since the last NEWKEYS that reset the number. */
  public long inboundSequence() {
    return inboundSequence;
  }

  public boolean isSealed() {
    return outboundPhase == Phase.AUTHENTICATION || outboundPhase == Phase.CONNECTION;
  }

  private byte[] seal(byte[] payload, int claimedPadding) {
    int block = outbound.blockSize();
    int padding = block - (payload.length + (outbound.lengthIsApart() ? 1 : 5)) % block;
    if (padding < 4) {
      padding += block;
    }
    int length = 1 + payload.length + padding;
    byte[] packet = new byte[4 + length + outbound.tagLength()];
    packet[0] = (byte) (length >>> 24);
    packet[1] = (byte) (length >>> 16);
    packet[2] = (byte) (length >>> 8);
    packet[3] = (byte) length;
    packet[4] = (byte) (claimedPadding < 0 ? padding : claimedPadding);
    System.arraycopy(payload, 0, packet, 5, payload.length);
    outbound.seal(outboundSequence, packet, 0, length);
    outboundSequence = outboundSequence + 1 & 0xffffffffL;
    return packet;
  }

  private void pass(byte[] bytes) throws IOException {
    Unit unit = new Unit(way, outboundPhase, outboundIndex++, bytes);
    Passage passage = alteration.apply(unit, evidence);
    for (byte[] piece : passage.pieces()) {
      out.write(piece);
    }
    out.flush();
    if (passage.cut()) {
      throw new EOFException("the connection was cut");
    }
  }

  private void feed(byte[] bytes) throws IOException {
    Unit unit = new Unit(way.back(), inboundPhase, inboundIndex++, bytes);
    Passage passage = alteration.apply(unit, evidence);
    ByteArrayOutputStream fed = new ByteArrayOutputStream();
    fed.writeBytes(pending);
    passage.pieces().forEach(fed::writeBytes);
    pending = fed.toByteArray();
    boundariesLost |= unit.isSealed() && passage.changes(unit);
    if (passage.cut()) {
      throw new EOFException("the connection was cut");
    }
  }

  /** One whole packet from the socket. */
  private byte[] packet() throws IOException, BadPacketException {
    byte[] head = exactly(inbound.headLength());
    long length = inbound.packetLength(inboundSequence, head, 0);
    if (length < 5 || length > MAXIMUM_PACKET) {
      boundariesLost = true;
      return head;
    }
    int left = 4 + (int) length + inbound.tagLength() - head.length;
    byte[] packet = Arrays.copyOf(head, head.length + Math.max(0, left));
    System.arraycopy(exactly(Math.max(0, left)), 0, packet, head.length, Math.max(0, left));
    return packet;
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the peer hung up");
    }
    return bytes;
  }

  private byte[] chunk() throws IOException {
    byte[] buffer = new byte[CHUNK];
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException("the peer hung up");
    }
    return Arrays.copyOf(buffer, count);
  }

  /** Opens the first packet of what is pending; no bytes if it is not whole yet. */
  private byte[] open() throws BadPacketException {
    if (pending.length < inbound.headLength()) {
      return new byte[0];
    }
    long length = inbound.packetLength(inboundSequence, pending, 0);
    long counted = inbound.lengthIsApart() ? length : length + 4;
    if (length < 5 || length > MAXIMUM_PACKET || counted % inbound.blockSize() != 0) {
      throw new BadPacketException();
    }
    int whole = 4 + (int) length + inbound.tagLength();
    if (pending.length < whole) {
      return new byte[0];
    }
    byte[] opened = new byte[(int) length];
    inbound.open(inboundSequence, pending, 0, (int) length, opened, 0);
    inboundSequence = inboundSequence + 1 & 0xffffffffL;
    pending = Arrays.copyOfRange(pending, whole, pending.length);
    int padding = opened[0] & 0xff;
    if (padding < 4 || padding > opened.length - 2) {
      throw new BadPacketException();
    }
    return Arrays.copyOfRange(opened, 1, opened.length - padding);
  }
}
