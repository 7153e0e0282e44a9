package org.sshlite.sshd.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sshlite.program.system.Libc;

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

  /** ENOENT, EIO, EACCES, ENOTDIR of errno.h. */
  private static final int[] USUAL_ERRORS = {2, 5, 13, 20};

  private final Machine machine;
  private final ByteBuffer code = ProgramData.little(DATA - CODE);
  private final ProgramData data = new ProgramData(BASE + DATA);

  CallProgram(Machine machine) {
    this.machine = machine;
  }

  /** Where its strings are put. */
  ProgramData data() {
    return data;
  }

  /** A call. Where it fails, the program says so on standard error, and ends. */
  void call(String complaint, long number, long... arguments) {
    add(complaint, true, number, arguments);
  }

  /** A call. Where it fails, the program says so on standard error, and goes on. */
  void attempt(String complaint, long number, long... arguments) {
    add(complaint, false, number, arguments);
  }

  /**
   * A call. Where it fails, the program says so on standard error, with the reason behind it where
   * it is a usual one, and goes on.
   */
  void attemptAndExplain(String complaint, long number, long... arguments) {
    ByteBuffer failure = ProgramData.little(DATA);
    for (int errno : USUAL_ERRORS) {
      ByteBuffer said = saying(complaint + ": " + Libc.message(errno) + "\n").flip();
      machine.skipUnlessFailedWith(failure, errno, said.remaining());
      failure.put(said);
    }
    // whoever has said something has not failed
    ByteBuffer said = saying(complaint + "\n").flip();
    machine.skipUnlessFailed(failure, said.remaining());
    failure.put(said);
    add(failure, number, arguments);
  }

  private void add(String complaint, boolean last, long number, long... arguments) {
    ByteBuffer failure = saying(complaint);
    if (last) {
      machine.call(failure, machine.calls().exit(), FAILED);
    }
    add(failure, number, arguments);
  }

  private ByteBuffer saying(String complaint) {
    byte[] text = complaint.getBytes(StandardCharsets.UTF_8);
    ByteBuffer said = ProgramData.little(DATA);
    machine.call(said, machine.calls().write(), STANDARD_ERROR, data.string(text), text.length);
    return said;
  }

  private void add(ByteBuffer failure, long number, long... arguments) {
    failure.flip();
    machine.call(code, number, arguments);
    machine.skipUnlessFailed(code, failure.remaining());
    code.put(failure);
  }

  /** The file. */
  byte[] elf() {
    byte[] texts = data.bytes();
    int size = DATA + texts.length;
    ByteBuffer file = ProgramData.little(size);
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
    file.put(texts);
    return file.array();
  }
}
