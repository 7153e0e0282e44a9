package org.sshlite.client.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.knownhosts.DnsAnswer;

/**
 * One question for the SSHFP records of a name, RFC 1035 §4.1, and the answers to it. Names and
 * records are Netty's to read; what may be believed of a message is decided here.
 *
 * @param id tells answers to this question from others: not to be guessed
 * @param edns0 ask for DNSSEC, with EDNS (RFC 6891)
 * @param trustsAd believe what the server says of DNSSEC
 */
record SshfpQuestion(String name, int id, boolean edns0, boolean trustsAd) {
  private static final int HEADER_LENGTH = 12;
  // RFC 1035 §4.1.1, RFC 4035 §3.2.3
  private static final int RESPONSE = 0x8000;
  private static final int OPCODE = 0x7800;
  private static final int TRUNCATED = 0x0200;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int AUTHENTIC_DATA = 0x0020;
  private static final int RESPONSE_CODE = 0x000f;
  private static final int NO_ERROR = 0;
  private static final int NO_SUCH_NAME = 3;

  private static final int OPT = 41; // RFC 6891 §6.1.1
  private static final int DNSSEC_OK = 0x8000; // RFC 4035 §3.2.1
  // fits into an Ethernet frame whatever is around it: the DNS Flag Day 2020
  private static final int LARGEST_DATAGRAM = 1232;

  private static final String LABEL = "[A-Za-z0-9_-]{1,63}";
  private static final int LONGEST_NAME = 253; // RFC 1035 §3.1, without lengths and root

  /** Whether it may be asked for: an encoder would make another name of an empty label. */
  static boolean isAskable(String name) {
    return name.length() <= LONGEST_NAME && name.matches(LABEL + "(\\." + LABEL + ")*\\.?");
  }

  private DnsQuestion question() {
    return new DefaultDnsQuestion(name, DnsRecordType.SSHFP);
  }

  byte[] encode() throws IOException {
    ByteBuf out = Unpooled.buffer();
    out.writeShort(id);
    // RFC 6840 §5.7: without AD in the question, there may be none in the answer
    out.writeShort(RECURSION_DESIRED | (trustsAd ? AUTHENTIC_DATA : 0));
    out.writeShort(1).writeShort(0).writeShort(0).writeShort(edns0 ? 1 : 0);
    try {
      DnsRecordEncoder.DEFAULT.encodeQuestion(question(), out);
    } catch (Exception e) {
      throw new IOException("the name cannot be asked for", e);
    }
    if (edns0) {
      out.writeByte(0).writeShort(OPT).writeShort(LARGEST_DATAGRAM);
      out.writeShort(0).writeShort(DNSSEC_OK).writeShort(0);
    }
    return ByteBufUtil.getBytes(out);
  }

  /** What a message means to who has asked. */
  sealed interface Reply {
    /** It answers another question, or none: who answered may not have seen this one. */
    record Unrelated() implements Reply {}

    /** It did not fit: to be asked for over TCP. */
    record Cut() implements Reply {}

    record Complete(DnsAnswer.Records records) implements Reply {}
  }

  /**
   * Reads a message.
   *
   * @throws IOException when it answers the question, but by an error or in a way that cannot be
   *     read: then nothing in it counts
   */
  Reply read(byte[] message) throws IOException {
    if (message.length < HEADER_LENGTH) {
      return new Reply.Unrelated();
    }
    ByteBuf in = Unpooled.wrappedBuffer(message);
    boolean ours = in.readUnsignedShort() == id;
    int flags = in.readUnsignedShort();
    int questions = in.readUnsignedShort();
    int answers = in.readUnsignedShort();
    in.skipBytes(4); // what is beyond the answers is not looked at
    try {
      if (!ours || (flags & (RESPONSE | OPCODE)) != RESPONSE || questions != 1 || !isAskedBy(in)) {
        return new Reply.Unrelated();
      }
      checkResponseCode(flags & RESPONSE_CODE);
      if ((flags & TRUNCATED) != 0) {
        return new Reply.Cut();
      }
      boolean secure = trustsAd && (flags & AUTHENTIC_DATA) != 0;
      List<DnsRecord> records = new ArrayList<>();
      try {
        addRecords(in, answers, records);
        return new Reply.Complete(
            new DnsAnswer.Records(new AnswerChain(name, records).sshfp(), secure));
      } finally {
        records.forEach(ReferenceCountUtil::release);
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      // whatever a decoder stumbles over
      throw new IOException("the answer is malformed", e);
    }
  }

  private boolean isAskedBy(ByteBuf in) throws Exception {
    DnsQuestion asked = DnsRecordDecoder.DEFAULT.decodeQuestion(in);
    DnsQuestion question = question();
    return asked.name().equalsIgnoreCase(question.name())
        && asked.type().equals(question.type())
        && asked.dnsClass() == question.dnsClass();
  }

  private static void checkResponseCode(int code) throws IOException {
    if (code != NO_ERROR && code != NO_SUCH_NAME) {
      throw new IOException(
          switch (code) {
            case 1 -> "the server did not understand the question (FORMERR)";
            case 2 -> "the server failed, or DNSSEC does (SERVFAIL)";
            case 5 -> "the server refused to answer (REFUSED)";
            default -> "the server answered with error " + code;
          });
    }
  }

  /** What is added is to be released, also where this fails. */
  private static void addRecords(ByteBuf in, int count, List<DnsRecord> records) throws Exception {
    for (int i = 0; i < count; i++) {
      DnsRecord record = DnsRecordDecoder.DEFAULT.decodeRecord(in);
      if (record == null) {
        throw new IOException("the answer is malformed: it ends early");
      }
      records.add(record);
    }
  }
}
