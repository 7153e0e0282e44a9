package org.sshlite.crypto.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes the data types of RFC 4251 §5 into one array that grows as needed. Keep and {@link
 * #clear()} one where many values are written.
 */
public final class SshWriter {
  private byte[] array;
  private int length;

  public SshWriter() {
    this(256);
  }

  public SshWriter(int capacity) {
    array = new byte[capacity];
  }

  public SshWriter uint8(int value) {
    ensure(1);
    array[length++] = (byte) value;
    return this;
  }

  public SshWriter bool(boolean value) {
    return uint8(value ? 1 : 0);
  }

  /** The low 32 bits of {@code value}. */
  public SshWriter uint32(long value) {
    ensure(4);
    array[length++] = (byte) (value >>> 24);
    array[length++] = (byte) (value >>> 16);
    array[length++] = (byte) (value >>> 8);
    array[length++] = (byte) value;
    return this;
  }

  public SshWriter uint64(long value) {
    return uint32(value >>> 32).uint32(value);
  }

  /** A string: a uint32 length and the bytes. */
  public SshWriter string(byte[] value) {
    return string(value, 0, value.length);
  }

  public SshWriter string(byte[] value, int offset, int count) {
    return uint32(count).bytes(value, offset, count);
  }

  /** A string of text in UTF-8. */
  public SshWriter string(String value) {
    return string(value.getBytes(StandardCharsets.UTF_8));
  }

  public SshWriter nameList(NameList names) {
    return string(names.toString());
  }

  public SshWriter mpint(BigInteger value) {
    return value.signum() == 0 ? uint32(0) : string(value.toByteArray());
  }

  /** Bytes without a length. */
  public SshWriter bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  public SshWriter bytes(byte[] value, int offset, int count) {
    ensure(count);
    System.arraycopy(value, offset, array, length, count);
    length += count;
    return this;
  }

  /**
   * Room for {@code count} bytes that the caller puts into {@link #array()} himself.
   *
   * @return index of the first; until it is written it may hold anything
   */
  public int reserve(int count) {
    ensure(count);
    int at = length;
    length += count;
    return at;
  }

  /** Writes a uint32 over what stands at index {@code at}. */
  public void setUint32(int at, long value) {
    Objects.checkFromIndexSize(at, 4, length);
    array[at] = (byte) (value >>> 24);
    array[at + 1] = (byte) (value >>> 16);
    array[at + 2] = (byte) (value >>> 8);
    array[at + 3] = (byte) value;
  }

  /** Forgets all but the first {@code count} bytes. */
  public void truncate(int count) {
    Objects.checkIndex(count, length + 1);
    length = count;
  }

  public int length() {
    return length;
  }

  /**
   * The array itself, of which the first {@link #length()} bytes count; valid until the next write.
   */
  public byte[] array() {
    return array;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(array, length);
  }

  /** Forgets what was written and keeps the array. */
  public SshWriter clear() {
    length = 0;
    return this;
  }

  /** Overwrites what was written, for writers that held a secret. */
  public void wipe() {
    Arrays.fill(array, (byte) 0);
    length = 0;
  }

  private void ensure(int more) {
    if (array.length - length < more) {
      byte[] old = array;
      array = Arrays.copyOf(old, Math.max(Math.addExact(length, more), old.length * 2));
      // a secret may have been written: no stale copy stays behind
      Arrays.fill(old, 0, length, (byte) 0);
    }
  }
}
