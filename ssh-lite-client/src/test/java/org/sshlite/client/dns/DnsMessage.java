package org.sshlite.client.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** DNS messages made by hand, RFC 1035 §4.1, so that the codec under test does not judge itself. */
public final class DnsMessage {
  /** QR, RD, RA. */
  public static final int ANSWERED = 0x8180;

  public static final int AUTHENTIC = 0x0020;
  static final int CUT = 0x0200;
  static final int SSHFP = 44; // RFC 4255 §5
  private static final int CNAME = 5;
  private static final int HEADER = 12;
  private static final String QUESTIONED = "c00c"; // a pointer to the name in the question

  private final byte[] question;
  private final int flags;
  private final List<String> records = new ArrayList<>();

  private DnsMessage(byte[] question, int flags) {
    this.question = question;
    this.flags = flags;
  }

  public static DnsMessage answerTo(byte[] question, int flags) {
    return new DnsMessage(question, flags);
  }

  public DnsMessage sshfp(String data) {
    return record(QUESTIONED, SSHFP, data);
  }

  DnsMessage sshfpOf(String name, String data) {
    return record(name(name), SSHFP, data);
  }

  DnsMessage alias(String of, String name) {
    return record(name(of), CNAME, name(name));
  }

  private DnsMessage record(String owner, int type, String data) {
    records.add("%s%04x0001%08x%04x%s".formatted(owner, type, 3600, data.length() / 2, data));
    return this;
  }

  private static String name(String name) {
    StringBuilder labels = new StringBuilder();
    for (String label : name.split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      labels.append("%02x".formatted(bytes.length)).append(HexFormat.of().formatHex(bytes));
    }
    return labels + "00";
  }

  public byte[] bytes() {
    return bytes(records.size());
  }

  /** As if there were as many records. */
  byte[] bytes(int count) {
    String id = HexFormat.of().formatHex(question, 0, 2);
    String header = "%s%04x0001%04x00000000".formatted(id, flags, count);
    return HexFormat.of()
        .parseHex(header + HexFormat.of().formatHex(asked()) + String.join("", records));
  }

  /** The question's section, without what may follow. */
  private byte[] asked() {
    int end = HEADER;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    return Arrays.copyOfRange(question, HEADER, end + 5);
  }
}
