package org.sshlite.crypto.key;

import java.math.BigInteger;
import java.util.Arrays;
import org.sshlite.crypto.wire.MalformedException;

/**
 * Reads the few types of DER (X.690) that key files are made of, and never past their end: a
 * general ASN.1 parser answers to bad input with exceptions of its own.
 */
final class DerReader {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final String structure;
  private final byte[] array;
  private final int end;
  private int position;

  DerReader(String structure, byte[] array) {
    this(structure, array, 0, array.length);
  }

  private DerReader(String structure, byte[] array, int offset, int length) {
    this.structure = structure;
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  MalformedException malformed(String field, String problem) {
    return new MalformedException(structure, field, problem);
  }

  boolean hasMore() {
    return position < end;
  }

  /** Whether the next value has this tag. */
  boolean isNext(int tag) {
    return position < end && (array[position] & 0xff) == tag;
  }

  /** A reader over the contents of the next value, which must have this tag. */
  DerReader inside(String field, int tag) throws MalformedException {
    if (!isNext(tag)) {
      throw malformed(field, hasMore() ? "of another type" : "missing");
    }
    position++;
    int length = length(field);
    DerReader inside = new DerReader(structure, array, position, length);
    position += length;
    return inside;
  }

  private int length(String field) throws MalformedException {
    int first = octet(field);
    if (first < 0x80) {
      return checked(field, first);
    }
    int count = first & 0x7f;
    if (count < 1 || count > 3) {
      // indefinite lengths are not DER, and files are shorter than 16 MiB
      throw malformed(field, "length not possible");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | octet(field);
    }
    return checked(field, length);
  }

  private int octet(String field) throws MalformedException {
    if (position == end) {
      throw malformed(field, "truncated");
    }
    return array[position++] & 0xff;
  }

  private int checked(String field, int length) throws MalformedException {
    if (length > end - position) {
      throw malformed(field, "truncated");
    }
    return length;
  }

  DerReader sequence(String field) throws MalformedException {
    return inside(field, SEQUENCE);
  }

  /** The contents of an explicit tag {@code [number]}. */
  DerReader explicit(String field, int number) throws MalformedException {
    return inside(field, 0xa0 | number);
  }

  byte[] octets(String field) throws MalformedException {
    return inside(field, OCTET_STRING).rest();
  }

  /** The whole bytes of a bit string without unused bits. */
  byte[] bits(String field) throws MalformedException {
    DerReader inside = inside(field, BIT_STRING);
    if (inside.octet(field) != 0) {
      throw malformed(field, "not whole bytes");
    }
    return inside.rest();
  }

  BigInteger integer(String field, int maximumBits) throws MalformedException {
    byte[] value = inside(field, INTEGER).rest();
    if (value.length == 0 || value.length > maximumBits / 8 + 1) {
      throw malformed(field, "not an integer of up to " + maximumBits + " bits");
    }
    return new BigInteger(value);
  }

  /** An integer of 31 bits, not negative. */
  int smallInteger(String field) throws MalformedException {
    BigInteger value = integer(field, 31);
    if (value.signum() < 0) {
      throw malformed(field, "negative");
    }
    try {
      return value.intValueExact();
    } catch (ArithmeticException _) {
      throw malformed(field, "too large");
    }
  }

  /** An object identifier in dotted form. */
  String objectIdentifier(String field) throws MalformedException {
    DerReader in = inside(field, OBJECT_IDENTIFIER);
    StringBuilder dotted = new StringBuilder();
    while (in.hasMore()) {
      long arc = 0;
      int octet;
      do {
        octet = in.octet(field);
        arc = arc << 7 | octet & 0x7f;
        if (arc > Integer.MAX_VALUE) {
          throw malformed(field, "not an identifier");
        }
      } while ((octet & 0x80) != 0);
      if (dotted.isEmpty()) {
        long first = Math.min(arc / 40, 2);
        dotted.append(first).append('.').append(arc - 40 * first);
      } else {
        dotted.append('.').append(arc);
      }
    }
    return dotted.toString();
  }

  /** Passes over the next value, whatever it is. */
  void skip(String field) throws MalformedException {
    if (!hasMore()) {
      throw malformed(field, "missing");
    }
    inside(field, array[position] & 0xff);
  }

  /** Everything that is left, copied. */
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(array, position, end);
    position = end;
    return rest;
  }

  /** Insists that nothing is left. */
  void end() throws MalformedException {
    if (hasMore()) {
      throw malformed("end", (end - position) + " bytes too many");
    }
  }
}
