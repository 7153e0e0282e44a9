package org.sshlite.crypto.cert;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sshlite.crypto.wire.MalformedException;

/**
 * Networks in CIDR form, separated by commas: {@code 192.0.2.0/24,2001:db8::/32}, as the option
 * source-address has them. No names, no wildcards, no negation.
 */
public record CidrList(List<Network> networks) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** As OpenSSH: the longest IPv6 text and a prefix length. */
  private static final int MAXIMUM_LENGTH = 46 + 3;

  /**
   * @param prefixLength bits of {@code address} that count; the others are 0
   */
  public record Network(InetAddress address, int prefixLength) {
    boolean contains(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      return ours.length == theirs.length && sameBits(ours, theirs, prefixLength);
    }

    private static boolean sameBits(byte[] a, byte[] b, int bits) {
      for (int i = 0; i < bits; i++) {
        if (((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  public CidrList {
    networks = List.copyOf(networks);
  }

  /**
   * @throws MalformedException for an empty entry, a name, a prefix too long, or an address with
   *     bits set beyond its prefix
   */
  public static CidrList parse(String text) throws MalformedException {
    List<Network> networks = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      networks.add(parseNetwork(entry));
    }
    return new CidrList(networks);
  }

  private static Network parseNetwork(String entry) throws MalformedException {
    int slash = entry.indexOf('/');
    InetAddress address = parseAddress(slash < 0 ? entry : entry.substring(0, slash));
    byte[] bytes = address.getAddress();
    int bits = 8 * bytes.length;
    int prefix = slash < 0 ? bits : parsePrefix(entry.substring(slash + 1));
    if (prefix > bits) {
      throw malformed("prefix too long");
    }
    for (int i = prefix; i < bits; i++) {
      if ((bytes[i / 8] >> (7 - i % 8) & 1) != 0) {
        throw malformed("bits set beyond the prefix");
      }
    }
    return new Network(address, prefix);
  }

  private static InetAddress parseAddress(String text) throws MalformedException {
    if (text.length() > MAXIMUM_LENGTH
        || !IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      throw malformed("not an address");
    }
    try {
      return InetAddress.ofLiteral(text); // asks no name service
    } catch (IllegalArgumentException _) {
      throw malformed("not an address");
    }
  }

  private static int parsePrefix(String text) throws MalformedException {
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed("not a prefix length");
    }
    return Integer.parseInt(text);
  }

  private static MalformedException malformed(String problem) {
    return new MalformedException("address list", "network", problem);
  }

  public boolean contains(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
