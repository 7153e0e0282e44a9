package org.sshlite.sshd.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.pattern.PatternList.Answer;
import org.sshlite.crypto.pattern.Wildcard;

/**
 * A list of addresses, networks in CIDR form and patterns, some negated: Match Address of
 * sshd_config(5), {@code from} of sshd(8).
 */
public final class AddressList {
  private record Entry(boolean negated, String pattern, Optional<Network> network) {
    boolean matches(String address) {
      return network
          .map(wanted -> literal(address).map(wanted::contains).orElse(false))
          .orElseGet(() -> new Wildcard(pattern).matches(address));
    }
  }

  private record Network(byte[] address, int bits) {
    boolean contains(InetAddress other) {
      byte[] bytes = other.getAddress();
      if (bytes.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((bytes[bit >> 3] & mask) != (address[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final String text;
  private final List<Entry> entries;

  private AddressList(String text, List<Entry> entries) {
    this.text = text;
    this.entries = entries;
  }

  /** Empty when an entry is empty, or a network's mask does not fit its address. */
  public static Optional<AddressList> parse(String text) {
    try {
      return Optional.of(
          new AddressList(
              text, List.of(text.split(",", -1)).stream().map(AddressList::entry).toList()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Entry entry(String text) {
    boolean negated = text.startsWith("!");
    String pattern = negated ? text.substring(1) : text;
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    int slash = pattern.indexOf('/');
    Optional<InetAddress> address = literal(slash < 0 ? pattern : pattern.substring(0, slash));
    if (address.isEmpty()) {
      return new Entry(negated, pattern, Optional.empty());
    }
    byte[] bytes = address.get().getAddress();
    int bits =
        slash < 0 ? bytes.length * 8 : Integer.parseInt(pattern, slash + 1, pattern.length(), 10);
    if (bits < 0 || bits > bytes.length * 8) {
      throw new IllegalArgumentException(text);
    }
    Network network = new Network(bytes, bits);
    // 10.0.0.1/8 is a slip of the pen, and which half of it was meant is not ours to guess
    if (!new Network(network(bytes, bits), bytes.length * 8).contains(address.get())) {
      throw new IllegalArgumentException(text);
    }
    return new Entry(negated, pattern, Optional.of(network));
  }

  private static byte[] network(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int bit = bits; bit < address.length * 8; bit++) {
      masked[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
    return masked;
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether each entry is an address or a network, and none a pattern. */
  boolean isOfNetworks() {
    return entries.stream().allMatch(entry -> entry.network().isPresent());
  }

  @Override
  public String toString() {
    return text;
  }

  public Answer answer(String address) {
    Answer answer = Answer.NO_MATCH;
    for (Entry entry : entries) {
      if (entry.matches(address)) {
        if (entry.negated()) {
          return Answer.NEGATED;
        }
        answer = Answer.MATCH;
      }
    }
    return answer;
  }

  /** As {@code from} has it: by address or by host name, and neither negated. */
  public boolean matches(String host, String address) {
    Answer byAddress = answer(address);
    Answer byName =
        PatternList.parse(text.toLowerCase(java.util.Locale.ROOT))
            .answer(host.toLowerCase(java.util.Locale.ROOT));
    return byAddress != Answer.NEGATED
        && byName != Answer.NEGATED
        && (byAddress == Answer.MATCH || byName == Answer.MATCH);
  }
}
