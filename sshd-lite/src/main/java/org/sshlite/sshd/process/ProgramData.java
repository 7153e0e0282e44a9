package org.sshlite.sshd.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program that is written here has besides its code, at addresses that are fixed. */
final class ProgramData {
  private final long base;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * @param base the address of the first byte
   */
  ProgramData(long base) {
    this.base = base;
  }

  /** The address of bytes. */
  long put(byte[] contents) {
    while (bytes.size() % Long.BYTES != 0) {
      bytes.write(0);
    }
    long address = base + bytes.size();
    bytes.writeBytes(contents);
    return address;
  }

  /** The address of a C string. */
  long string(byte[] text) {
    long address = put(text);
    bytes.write(0);
    return address;
  }

  long string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The address of 32-bit numbers. */
  long numbers(List<Integer> values) {
    ByteBuffer numbers = little(Integer.BYTES * values.size());
    values.forEach(numbers::putInt);
    return put(numbers.array());
  }

  /** The address of machine words. */
  long words(long... values) {
    ByteBuffer words = little(Long.BYTES * values.length);
    for (long value : values) {
      words.putLong(value);
    }
    return put(words.array());
  }

  /** The address of pointers to C strings, ended by a null pointer. */
  long strings(List<byte[]> values) {
    long[] addresses = new long[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      addresses[i] = string(values.get(i));
    }
    return words(addresses);
  }

  static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
