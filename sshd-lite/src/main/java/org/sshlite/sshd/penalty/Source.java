package org.sshlite.sshd.penalty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.sshlite.protocol.netty.PeerAddresses;

/**
 * Where connections come from: a network of PerSourceNetBlockSize.
 *
 * @param network its first address
 * @param bits how many of it count
 */
record Source(InetAddress network, int bits) implements Comparable<Source> {
  static Source of(InetAddress address, NetBlockSize size) {
    byte[] bytes = address.getAddress();
    int bits = bytes.length == 4 ? size.ipv4() : size.ipv6();
    for (int bit = bits; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
    try {
      return new Source(InetAddress.getByAddress(bytes), bits);
    } catch (UnknownHostException e) {
      throw new AssertionError("as many bytes as an address had", e);
    }
  }

  boolean ipv6() {
    return network.getAddress().length > 4;
  }

  @Override
  public int compareTo(Source other) {
    return Arrays.compareUnsigned(network.getAddress(), other.network.getAddress());
  }

  @Override
  public String toString() {
    return PeerAddresses.text(new InetSocketAddress(network, 0)) + "/" + bits;
  }
}
