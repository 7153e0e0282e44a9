package org.sshlite.sshd.process;

import java.nio.ByteBuffer;
import java.util.Optional;

/** How Linux is called on a machine: the numbers of its calls, and the instructions. */
enum Machine {
  X86_64(
      62,
      6,
      new Calls(
          1, 60, 59, 116, 117, 119, 80, 3, 115, 118, 120, 112, 16, 292, 56, 436, 319, 8, 62)) {
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

    @Override
    void skipUnlessFailedWith(ByteBuffer code, int errno, int skipped) {
      code.put((byte) 0x48).putShort((short) 0xf883).put((byte) -errno); // cmp rax, imm8
      code.putShort((short) 0x850f).putInt(skipped); // jne
    }

    /** mov r, imm64 of what functions take: rdi, rsi, rdx, rcx, r8, r9. */
    private static final int[] PASSES = {0xbf48, 0xbe48, 0xba48, 0xb948, 0xb849, 0xb949};

    /** The rest of mov r, [rax], of the same. */
    private static final int[] FETCHES = {
      0x388b48, 0x308b48, 0x108b48, 0x088b48, 0x008b4c, 0x088b4c
    };

    @Override
    void pass(ByteBuffer code, int argument, long value) {
      code.putShort((short) PASSES[argument]).putLong(value);
    }

    @Override
    void fetch(ByteBuffer code, int argument, long address) {
      code.putShort((short) 0xb848).putLong(address); // mov rax
      code.putShort((short) FETCHES[argument]).put((byte) (FETCHES[argument] >> 16));
    }

    @Override
    void function(ByteBuffer code, long pointer, long result) {
      code.putShort((short) 0xbb49).putLong(pointer); // mov r11
      // no vector registers are passed: xor eax, eax
      code.putShort((short) 0xc031).put((byte) 0x41).putShort((short) 0x13ff); // call [r11]
      code.putShort((short) 0xbb49).putLong(result);
      code.put((byte) 0x49).putShort((short) 0x0389); // mov [r11], rax
    }

    @Override
    void advance(ByteBuffer code, long address) {
      code.putShort((short) 0xb848).putLong(address);
      code.putInt(0x08008348); // add qword [rax], 8
    }

    @Override
    int jump(ByteBuffer code, Condition condition, long address) {
      code.putShort((short) 0xb848).putLong(address);
      switch (condition) {
        case ALWAYS -> code.put((byte) 0xe9); // jmp
        case NULL -> {
          code.put((byte) 0x48).putShort((short) 0x008b); // mov rax, [rax]
          code.put((byte) 0x48).putShort((short) 0xc085).putShort((short) 0x840f); // test, jz
        }
        case ZERO -> code.putInt(0xc085008b).putShort((short) 0x840f); // mov eax, [rax]; test; jz
        case NOT_POSITIVE -> code.putInt(0xc085008b).putShort((short) 0x8e0f); // jle
      }
      code.putInt(0);
      return code.position() - Integer.BYTES;
    }

    @Override
    void land(ByteBuffer code, int jump, int target) {
      code.putInt(jump, target - jump - Integer.BYTES);
    }
  },

  AARCH64(
      183,
      1025,
      new Calls(
          64, 93, 221, 159, 147, 149, 49, 57, 158, 148, 150, 157, 29, 24, 220, 436, 279, 62, 129)) {
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

    @Override
    void skipUnlessFailedWith(ByteBuffer code, int errno, int skipped) {
      code.putInt(0xb100001f | errno << 10); // cmn x0, errno
      code.putInt(0x54000001 | (skipped / 4 + 1) << 5); // b.ne
    }

    @Override
    void pass(ByteBuffer code, int argument, long value) {
      move(code, argument, value);
    }

    @Override
    void fetch(ByteBuffer code, int argument, long address) {
      move(code, SCRATCH, address);
      code.putInt(0xf9400000 | SCRATCH << 5 | argument); // ldr
    }

    @Override
    void function(ByteBuffer code, long pointer, long result) {
      fetch(code, SCRATCH, pointer);
      code.putInt(0xd63f0000 | SCRATCH << 5); // blr
      move(code, SCRATCH, result);
      code.putInt(0xf9000000 | SCRATCH << 5); // str x0
    }

    @Override
    void advance(ByteBuffer code, long address) {
      move(code, SCRATCH, address);
      code.putInt(0xf9400000 | SCRATCH << 5); // ldr x0
      code.putInt(0x91000000 | Long.BYTES << 10); // add x0, x0, 8
      code.putInt(0xf9000000 | SCRATCH << 5); // str x0
    }

    @Override
    int jump(ByteBuffer code, Condition condition, long address) {
      move(code, SCRATCH, address);
      switch (condition) {
        case ALWAYS -> code.putInt(0x14000000); // b
        case NULL -> code.putInt(0xf9400000 | SCRATCH << 5).putInt(0xb4000000); // ldr x0; cbz
        case ZERO -> code.putInt(0xb9400000 | SCRATCH << 5).putInt(0x34000000); // ldr w0; cbz
        case NOT_POSITIVE ->
            // ldr w0; cmp w0, 0; b.le
            code.putInt(0xb9400000 | SCRATCH << 5).putInt(0x7100001f).putInt(0x5400000d);
      }
      return code.position() - Integer.BYTES;
    }

    @Override
    void land(ByteBuffer code, int jump, int target) {
      int instruction = code.getInt(jump);
      int distance = (target - jump) / Integer.BYTES;
      boolean conditional = instruction != 0x14000000;
      code.putInt(
          jump, instruction | (conditional ? (distance & 0x7ffff) << 5 : distance & 0x3ffffff));
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
      int getresgid,
      int setsid,
      int ioctl,
      int dup3,
      int fork,
      int closeRange,
      int memfdCreate,
      int lseek,
      int kill) {}

  /** When a jump is taken, by what stands at an address. */
  enum Condition {
    ALWAYS,
    /** A pointer that is null. */
    NULL,
    /** An int that is 0. */
    ZERO,
    /** An int that is 0 or less. */
    NOT_POSITIVE
  }

  /** A register that no argument is passed in. */
  private static final int SCRATCH = 9;

  private final int elf;
  private final int pointer;
  private final Calls calls;

  Machine(int elf, int pointer, Calls calls) {
    this.elf = elf;
    this.pointer = pointer;
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

  /** Its R_…_GLOB_DAT in elf.h: the address of a symbol. */
  int pointer() {
    return pointer;
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

  /**
   * The same, unless it has failed with an error.
   *
   * @param errno up to 127
   */
  abstract void skipUnlessFailedWith(ByteBuffer code, int errno, int skipped);

  /** Puts the value of an argument of a function. */
  abstract void pass(ByteBuffer code, int argument, long value);

  /** Puts an argument of a function that stands at an address. */
  abstract void fetch(ByteBuffer code, int argument, long address);

  /**
   * Puts a call of a function, whose arguments have been put.
   *
   * @param pointer where its address stands
   * @param result where to leave what it returns
   */
  abstract void function(ByteBuffer code, long pointer, long result);

  /** Puts the move of a pointer that stands at an address to the next word. */
  abstract void advance(ByteBuffer code, long address);

  /**
   * Puts a jump.
   *
   * @param address where stands what decides
   * @return its own position, for {@link #land}
   */
  abstract int jump(ByteBuffer code, Condition condition, long address);

  /**
   * Lets a jump lead somewhere.
   *
   * @param target a position in the code
   */
  abstract void land(ByteBuffer code, int jump, int target);
}
