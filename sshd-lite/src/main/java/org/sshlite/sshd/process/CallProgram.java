package org.sshlite.sshd.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a program that makes a few system calls, one after the other, and ends at the first that
 * fails. It is an ELF file of one segment: what it needs lies behind its code, at fixed addresses,
 * and it has no library.
 */
final class CallProgram {
  private static final long BASE = 0x400000;
  private static final int ELF_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int CODE = ELF_HEADER + PROGRAM_HEADER;

  /**
   * Where data begins: a call takes 120 bytes at most, and has three of them with its complaint.
   */
  private static final int DATA = 8 * 1024;

  private static final int STANDARD_ERROR = 2;
  private static final int FAILED = 1;

  private final Machine machine;
  private final ByteBuffer code = ByteBuffer.allocate(DATA - CODE).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  CallProgram(Machine machine) {
    this.machine = machine;
  }

  private long put(byte[] bytes) {
    while (data.size() % Long.BYTES != 0) {
      data.write(0);
    }
    long address = BASE + DATA + data.size();
    data.writeBytes(bytes);
    return address;
  }

  /** The address of a C string. */
  long string(byte[] text) {
    long address = put(text);
    data.write(0);
    return address;
  }

  long string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The address of 32-bit numbers. */
  long numbers(List<Integer> values) {
    ByteBuffer bytes = little(Integer.BYTES * values.size());
    values.forEach(bytes::putInt);
    return put(bytes.array());
  }

  /** The address of pointers to C strings, ended by a null pointer. */
  long strings(List<byte[]> values) {
    ByteBuffer bytes = little(Long.BYTES * (values.size() + 1));
    values.forEach(value -> bytes.putLong(string(value)));
    return put(bytes.array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A call. Where it fails, the program says so on standard error, and ends. */
  void call(String complaint, long number, long... arguments) {
    add(complaint, true, number, arguments);
  }

  /** A call. Where it fails, the program says so on standard error, and goes on. */
  void attempt(String complaint, long number, long... arguments) {
    add(complaint, false, number, arguments);
  }

  private void add(String complaint, boolean last, long number, long... arguments) {
    byte[] text = complaint.getBytes(StandardCharsets.UTF_8);
    ByteBuffer failure = little(DATA);
    machine.call(failure, machine.calls().write(), STANDARD_ERROR, string(text), text.length);
    if (last) {
      machine.call(failure, machine.calls().exit(), FAILED);
    }
    failure.flip();
    machine.call(code, number, arguments);
    machine.skipUnlessFailed(code, failure.remaining());
    code.put(failure);
  }

  /** The file. */
  byte[] elf() {
    int size = DATA + data.size();
    ByteBuffer file = little(size);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16); // 64 bits, little endian
    file.putShort((short) 2).putShort((short) machine.elf()).putInt(1); // ET_EXEC
    file.putLong(BASE + CODE).putLong(ELF_HEADER).putLong(0).putInt(0); // entry, e_phoff
    file.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
    file.position(ELF_HEADER);
    file.putInt(1).putInt(5); // PT_LOAD, readable and executable
    file.putLong(0).putLong(BASE).putLong(BASE);
    file.putLong(size).putLong(size).putLong(0x10000); // the largest page there is
    file.put(code.array(), 0, code.position());
    file.position(DATA);
    file.put(data.toByteArray());
    return file.array();
  }
}
