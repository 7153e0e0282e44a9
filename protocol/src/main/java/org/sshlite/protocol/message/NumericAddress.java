package org.sshlite.protocol.message;

/**
 * Addresses as text, RFC 4254 §5.1 and §7: rules and logs compare them, so each address has one
 * form. It is the one that OpenSSH sends and its configuration means: that of inet_ntop(3), RFC
 * 5952 for IPv6.
 */
public final class NumericAddress {
  private static final int WORDS = 8;

  /** Where the last four bytes begin, which an address of IPv4 may have. */
  private static final int LAST_TWO = 6;

  private NumericAddress() {}

  /**
   * The address alone: a zone is no part of it.
   *
   * @param address 4 bytes of IPv4, or 16 of IPv6 whatever is in them
   */
  public static String text(byte[] address) {
    return address.length == 4 ? dotted(address, 0) : colons(address);
  }

  private static String colons(byte[] address) {
    int start = -1;
    int zeros = 1; // one alone is written
    for (int i = 0, run = 0; i < WORDS; i++) {
      run = word(address, i) == 0 ? run + 1 : 0;
      if (run > zeros) {
        zeros = run;
        start = i + 1 - run;
      }
    }
    boolean mapped = zeros == LAST_TWO - 1 && word(address, LAST_TWO - 1) == 0xffff;
    boolean dotted = start == 0 && (zeros == LAST_TWO || mapped);
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < (dotted ? LAST_TWO : WORDS)) {
      if (i == start) {
        text.append("::");
        i += zeros;
      } else {
        text.append(i == 0 || i == start + zeros && start >= 0 ? "" : ":");
        text.append(Integer.toHexString(word(address, i)));
        i++;
      }
    }
    if (dotted) {
      text.append(mapped ? ":" : "").append(dotted(address, 2 * LAST_TWO));
    }
    return text.toString();
  }

  private static int word(byte[] address, int index) {
    return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
  }

  private static String dotted(byte[] bytes, int from) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + 4; i++) {
      text.append(i == from ? "" : ".").append(bytes[i] & 0xff);
    }
    return text.toString();
  }
}
