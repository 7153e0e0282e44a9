package org.sshlite.tools.keyscan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.sshlite.crypto.cert.CidrList;
import org.sshlite.crypto.wire.MalformedException;

/** All addresses of a network, first and last included. One after the other: there may be many. */
final class AddressRange implements Iterable<String> {
  private final byte[] first;
  private final int prefixLength;

  private AddressRange(CidrList.Network network) {
    this.first = network.address().getAddress();
    this.prefixLength = network.prefixLength();
  }

  /** {@code 192.0.2.0/24}; empty for anything else, such as a name. */
  static Optional<AddressRange> parse(String text) {
    if (text.indexOf('/') < 0) {
      return Optional.empty();
    }
    try {
      List<CidrList.Network> networks = CidrList.parse(text).networks();
      return networks.size() == 1
          ? Optional.of(new AddressRange(networks.getFirst()))
          : Optional.empty();
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  @Override
  public Iterator<String> iterator() {
    return new Iterator<>() {
      private byte[] next = first.clone();

      @Override
      public boolean hasNext() {
        return next.length > 0;
      }

      @Override
      public String next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        String address = text(next);
        increment();
        return address;
      }

      /** Leaves an empty array behind the last address. */
      private void increment() {
        for (int bit = 8 * next.length - 1; bit >= prefixLength; bit--) {
          next[bit / 8] ^= (byte) (0x80 >> bit % 8);
          if ((next[bit / 8] & 0x80 >> bit % 8) != 0) {
            return;
          }
        }
        next = new byte[0];
      }
    };
  }

  private static String text(byte[] address) {
    try {
      String text = InetAddress.getByAddress(address).getHostAddress();
      return address.length == 4 ? text : compressed(text.split(":"));
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // the length is right
    }
  }

  /** RFC 5952 §4.2: the longest run of two or more zeros as {@code ::}, the first of equals. */
  private static String compressed(String[] groups) {
    int bestStart = -1;
    int bestLength = 1;
    for (int start = 0; start < groups.length; start++) {
      int end = start;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - start > bestLength) {
        bestStart = start;
        bestLength = end - start;
      }
    }
    List<String> all = Arrays.asList(groups);
    return bestStart < 0
        ? String.join(":", all)
        : String.join(":", all.subList(0, bestStart))
            + "::"
            + String.join(":", all.subList(bestStart + bestLength, all.size()));
  }
}
