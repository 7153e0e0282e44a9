package org.sshlite.sshd.process;

import java.nio.ByteBuffer;
import java.util.Optional;

/** How Linux is called on a machine: the numbers of its calls, and the instructions. */
enum Machine {
  X86_64(62, new Calls(1, 60, 59, 116, 117, 119, 80, 3, 115, 118, 120)) {
    /** The first two bytes of mov r, imm64: rax, rdi, rsi, rdx, r10, r8, r9. */
    private static final int[] MOVES = {0xb848, 0xbf48, 0xbe48, 0xba48, 0xba49, 0xb849, 0xb949};

    @Override
    void call(ByteBuffer code, long number, long... arguments) {
      code.putShort((short) MOVES[0]).putLong(number);
      for (int i = 0; i < arguments.length; i++) {
        code.putShort((short) MOVES[i + 1]).putLong(arguments[i]);
      }
      code.putShort((short) 0x050f); // syscall
    }

    @Override
    void skipUnlessFailed(ByteBuffer code, int skipped) {
      code.put((byte) 0x48).putShort((short) 0xc085); // test rax, rax
      code.putShort((short) 0x890f).putInt(skipped); // jns
    }
  },

  AARCH64(183, new Calls(64, 93, 221, 159, 147, 149, 49, 57, 158, 148, 150)) {
    @Override
    void call(ByteBuffer code, long number, long... arguments) {
      move(code, 8, number);
      for (int i = 0; i < arguments.length; i++) {
        move(code, i, arguments[i]);
      }
      code.putInt(0xd4000001); // svc 0
    }

    /** movz, and movk for the rest. */
    private void move(ByteBuffer code, int register, long value) {
      for (int part = 0; part < 4; part++) {
        int bits = (int) (value >>> 16 * part) & 0xffff;
        code.putInt((part == 0 ? 0xd2800000 : 0xf2800000) | part << 21 | bits << 5 | register);
      }
    }

    @Override
    void skipUnlessFailed(ByteBuffer code, int skipped) {
      code.putInt(0xb6f80000 | (skipped / 4 + 1) << 5); // tbz x0, 63
    }
  };

  /** Numbers of asm/unistd.h. */
  record Calls(
      int write,
      int exit,
      int execve,
      int setgroups,
      int setresuid,
      int setresgid,
      int chdir,
      int close,
      int getgroups,
      int getresuid,
      int getresgid) {}

  private final int elf;
  private final Calls calls;

  Machine(int elf, Calls calls) {
    this.elf = elf;
    this.calls = calls;
  }

  /** This one; empty where it is none of them, or no Linux. */
  static Optional<Machine> current() {
    return System.getProperty("os.name").equals("Linux")
        ? switch (System.getProperty("os.arch")) {
          case "amd64" -> Optional.of(X86_64);
          case "aarch64" -> Optional.of(AARCH64);
          default -> Optional.empty();
        }
        : Optional.empty();
  }

  /** Its e_machine in elf.h. */
  int elf() {
    return elf;
  }

  Calls calls() {
    return calls;
  }

  /** Puts a system call. */
  abstract void call(ByteBuffer code, long number, long... arguments);

  /**
   * Puts a jump over what follows, which is taken unless the last call has failed.
   *
   * @param skipped bytes of code
   */
  abstract void skipUnlessFailed(ByteBuffer code, int skipped);
}
