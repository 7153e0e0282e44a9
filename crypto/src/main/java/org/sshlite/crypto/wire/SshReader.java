package org.sshlite.crypto.wire;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the data types of RFC 4251 §5 from a slice of an array, and never past its end. Every read
 * names the field, so that a refusal can say which one was wrong. The array is not copied: it must
 * not change while the reader is in use.
 */
public final class SshReader {
  private final String structure;
  private final byte[] array;
  private final int end;
  private int position;

  /**
   * @param structure the name of what is read, for refusals
   */
  public SshReader(String structure, byte[] array, int offset, int length) {
    if (offset < 0 || length < 0 || length > array.length - offset) {
      throw new IndexOutOfBoundsException(offset + "+" + length + " of " + array.length);
    }
    this.structure = structure;
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  public SshReader(String structure, byte[] array) {
    this(structure, array, 0, array.length);
  }

  /** A byte, 0 to 255. */
  public int uint8(String field) throws MalformedException {
    return array[take(field, 1)] & 0xff;
  }

  /** A boolean: every value but 0 is true. */
  public boolean bool(String field) throws MalformedException {
    return uint8(field) != 0;
  }

  /** A uint32, 0 to 2³²−1. */
  public long uint32(String field) throws MalformedException {
    int at = take(field, 4);
    return (array[at] & 0xffL) << 24
        | (array[at + 1] & 0xff) << 16
        | (array[at + 2] & 0xff) << 8
        | array[at + 3] & 0xff;
  }

  /** A uint32 that this side can only use as an int: larger values are refused. */
  public int uint32AsInt(String field) throws MalformedException {
    long value = uint32(field);
    if (value > Integer.MAX_VALUE) {
      throw malformed(field, "too large: " + value);
    }
    return (int) value;
  }

  /** A uint64, as its 64 bits: compare with {@link Long#compareUnsigned}. */
  public long uint64(String field) throws MalformedException {
    return uint32(field) << 32 | uint32(field);
  }

  /** A string of any bytes, copied. */
  public byte[] string(String field) throws MalformedException {
    int length = stringLength(field);
    int at = take(field, length);
    return Arrays.copyOfRange(array, at, at + length);
  }

  /** A string of exactly {@code length} bytes, copied. */
  public byte[] string(String field, int length) throws MalformedException {
    byte[] value = string(field);
    if (value.length != length) {
      throw malformed(field, value.length + " bytes instead of " + length);
    }
    return value;
  }

  /** A string of text in UTF-8; anything that is not UTF-8 is refused. */
  public String utf8(String field) throws MalformedException {
    int length = stringLength(field);
    int at = take(field, length);
    try {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, at, length));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw malformed(field, "not UTF-8");
    }
  }

  /**
   * A string that is text meant for a person (a description, a banner): what is not UTF-8 in it is
   * replaced, since refusing a connection over it would serve nobody.
   */
  public String text(String field) throws MalformedException {
    int length = stringLength(field);
    int at = take(field, length);
    return new String(array, at, length, StandardCharsets.UTF_8);
  }

  /** A string that is a name of RFC 4251 §6: printable US-ASCII without commas, 1 to 64 bytes. */
  public String name(String field) throws MalformedException {
    String name = ascii(field);
    if (!NameList.isName(name)) {
      throw malformed(field, "not a name");
    }
    return name;
  }

  /** A string of US-ASCII without control characters. */
  public String ascii(String field) throws MalformedException {
    int length = stringLength(field);
    int at = take(field, length);
    for (int i = at; i < at + length; i++) {
      if (array[i] < 0x20 || array[i] > 0x7e) {
        throw malformed(field, "not printable US-ASCII");
      }
    }
    return new String(array, at, length, StandardCharsets.US_ASCII);
  }

  /** A name-list. */
  public NameList nameList(String field) throws MalformedException {
    String text = ascii(field);
    try {
      return NameList.parse(text);
    } catch (IllegalArgumentException e) {
      throw malformed(field, e.getMessage());
    }
  }

  /** An mpint of at most {@code maximumBits} bits, either sign. */
  public BigInteger mpint(String field, int maximumBits) throws MalformedException {
    int length = stringLength(field);
    if (length > maximumBits / 8 + 1) {
      throw malformed(field, "more than " + maximumBits + " bits");
    }
    int at = take(field, length);
    if (length == 0) {
      return BigInteger.ZERO;
    }
    if (length > 1
        && (array[at] == 0 && array[at + 1] >= 0 || array[at] == -1 && array[at + 1] < 0)) {
      throw malformed(field, "mpint with needless leading bytes");
    }
    return new BigInteger(array, at, length);
  }

  /** A reader over the inside of a string; nothing is copied. */
  public SshReader sub(String field) throws MalformedException {
    int length = stringLength(field);
    return new SshReader(structure + " " + field, array, take(field, length), length);
  }

  /** The next {@code length} bytes without a length of their own, copied. */
  public byte[] bytes(String field, int length) throws MalformedException {
    int at = take(field, length);
    return Arrays.copyOfRange(array, at, at + length);
  }

  /** Everything that is left, copied. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(array, position, end);
    position = end;
    return rest;
  }

  /** Index of the next byte in the array given to the constructor. */
  public int position() {
    return position;
  }

  public int remaining() {
    return end - position;
  }

  /** Insists that nothing is left. */
  public void end() throws MalformedException {
    if (position != end) {
      throw malformed("end", (end - position) + " bytes too many");
    }
  }

  public MalformedException malformed(String field, String problem) {
    return new MalformedException(structure, field, problem);
  }

  private int stringLength(String field) throws MalformedException {
    long length = uint32(field);
    if (length > end - position) {
      throw malformed(field, "truncated");
    }
    return (int) length;
  }

  private int take(String field, int length) throws MalformedException {
    if (length < 0 || length > end - position) {
      throw malformed(field, "truncated");
    }
    int at = position;
    position += length;
    return at;
  }
}
