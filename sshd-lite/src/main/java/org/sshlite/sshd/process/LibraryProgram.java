package org.sshlite.sshd.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a program that calls functions of shared libraries, elf(5): the system's own loader finds
 * them. What functions return is kept in memory, and decides where the program goes on.
 */
final class LibraryProgram {
  private static final long BASE = 0x400000;
  private static final int ELF_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int PROGRAM_HEADERS = 5;
  private static final int CODE = ELF_HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;

  /** Where data begins in the file: a call takes 170 bytes at most. */
  private static final int DATA = 16 * 1024;

  /** The largest page there is: what is written to has pages of its own. */
  private static final int PAGE = 0x10000;

  private static final int SYMBOL = 24;

  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int EXECUTE = 1;

  // elf.h
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;
  private static final int STACK = 0x6474e551;
  private static final int NEEDED = 1;
  private static final int HASH = 4;
  private static final int STRING_TABLE = 5;
  private static final int SYMBOL_TABLE = 6;
  private static final int RELOCATIONS = 7;
  private static final int RELOCATIONS_SIZE = 8;
  private static final int RELOCATION_SIZE = 9;
  private static final int STRING_TABLE_SIZE = 10;
  private static final int SYMBOL_SIZE = 11;

  private final Machine machine;
  private final String loader;
  private final List<String> libraries;
  private final ByteBuffer code = ProgramData.little(DATA - CODE);
  private final ProgramData data = new ProgramData(BASE + PAGE + DATA);
  private final Map<String, Long> pointers = new LinkedHashMap<>();

  /** An argument of a function: a value, or what stands at an address when it is called. */
  record Argument(long value, boolean fetched) {
    static Argument at(long address) {
      return new Argument(address, true);
    }
  }

  /** A place in the program that jumps lead to. */
  static final class Label {
    private final List<Integer> jumps = new ArrayList<>();
    private int position = -1;
  }

  /**
   * @param libraries file names
   * @throws IOException when this process has no loader to share
   */
  LibraryProgram(Machine machine, String... libraries) throws IOException {
    this.machine = machine;
    this.loader = loader();
    this.libraries = List.of(libraries);
  }

  ProgramData data() {
    return data;
  }

  /** The address of a word of memory. */
  long cell() {
    return data.words(0);
  }

  /**
   * Where the address of a function or a variable will stand, a null word behind it.
   *
   * @param name of any library that there is
   */
  long pointer(String name) {
    return pointers.computeIfAbsent(name, _ -> data.words(0, 0));
  }

  /**
   * A call whose result is left at an address.
   *
   * @param arguments numbers, or {@link Argument}s; six at most
   */
  void call(long result, String function, Object... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case Argument(var value, var fetched) when fetched -> machine.fetch(code, i, value);
        case Argument(var value, _) -> machine.pass(code, i, value);
        case Number number -> machine.pass(code, i, number.longValue());
        default -> throw new IllegalArgumentException();
      }
    }
    machine.function(code, pointer(function), result);
  }

  /** Lets a pointer that stands at an address point to the next word. */
  void advance(long address) {
    machine.advance(code, address);
  }

  void jump(Label label, Machine.Condition condition, long address) {
    int jump = machine.jump(code, condition, address);
    if (label.position >= 0) {
      machine.land(code, jump, label.position);
    } else {
      label.jumps.add(jump);
    }
  }

  void land(Label label) {
    label.position = code.position();
    label.jumps.forEach(jump -> machine.land(code, jump, label.position));
  }

  /** The file. */
  byte[] elf() {
    byte[] interpreter = (loader + "\0").getBytes(StandardCharsets.US_ASCII);
    long interpreted = data.put(interpreter);
    long[] dynamic = dynamic();
    long linked = data.words(dynamic);
    byte[] contents = data.bytes();
    ByteBuffer file = ProgramData.little(DATA + contents.length);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16); // 64 bits, little endian
    file.putShort((short) 2).putShort((short) machine.elf()).putInt(1); // ET_EXEC
    file.putLong(BASE + CODE).putLong(ELF_HEADER).putLong(0).putInt(0); // entry, e_phoff
    file.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER);
    file.putShort((short) PROGRAM_HEADERS);
    file.position(ELF_HEADER);
    header(file, INTERPRETER, READ, interpreted - BASE - PAGE, interpreted, interpreter.length);
    header(file, LOAD, READ | EXECUTE, 0, BASE, CODE + code.position());
    header(file, LOAD, READ | WRITE, DATA, BASE + PAGE + DATA, contents.length);
    header(
        file,
        DYNAMIC,
        READ | WRITE,
        linked - BASE - PAGE,
        linked,
        (long) Long.BYTES * dynamic.length);
    header(file, STACK, READ | WRITE, 0, 0, 0);
    file.put(code.array(), 0, code.position());
    file.position(DATA);
    file.put(contents);
    return file.array();
  }

  private static void header(
      ByteBuffer file, int type, int flags, long offset, long address, long size) {
    file.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
    file.putLong(size).putLong(size).putLong(type == LOAD ? PAGE : Long.BYTES);
  }

  /** What the loader reads: libraries, and the functions that it is to find. */
  private long[] dynamic() {
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    strings.write(0);
    ByteBuffer symbols = ProgramData.little(SYMBOL * (pointers.size() + 1)).position(SYMBOL);
    ByteBuffer relocations = ProgramData.little(SYMBOL * pointers.size());
    long index = 1;
    for (var pointer : pointers.entrySet()) {
      symbols.putInt(add(strings, pointer.getKey()));
      symbols.put((byte) 0x10).position(symbols.position() + SYMBOL - 5); // STB_GLOBAL, undefined
      relocations.putLong(pointer.getValue()).putLong(index++ << 32 | machine.pointer()).putLong(0);
    }
    List<Long> entries = new ArrayList<>();
    libraries.forEach(name -> entries.addAll(List.of((long) NEEDED, (long) add(strings, name))));
    // one bucket, and nothing in it: nobody finds anything here
    List<Integer> hash = new ArrayList<>(List.of(1, pointers.size() + 1, 0));
    pointers.values().forEach(_ -> hash.add(0));
    hash.add(0);
    entries.addAll(List.of((long) HASH, data.numbers(hash)));
    entries.addAll(List.of((long) STRING_TABLE, data.put(strings.toByteArray())));
    entries.addAll(List.of((long) STRING_TABLE_SIZE, (long) strings.size()));
    entries.addAll(List.of((long) SYMBOL_TABLE, data.put(symbols.array())));
    entries.addAll(List.of((long) SYMBOL_SIZE, (long) SYMBOL));
    entries.addAll(List.of((long) RELOCATIONS, data.put(relocations.array())));
    entries.addAll(List.of((long) RELOCATIONS_SIZE, (long) relocations.capacity()));
    entries.addAll(List.of((long) RELOCATION_SIZE, (long) SYMBOL, 0L, 0L));
    return entries.stream().mapToLong(Long::longValue).toArray();
  }

  private static int add(ByteArrayOutputStream strings, String name) {
    int at = strings.size();
    strings.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
    return at;
  }

  /**
   * The loader of the Java runtime's own program: there is one on each system, and it has names.
   */
  private static String loader() throws IOException {
    try (FileChannel file = FileChannel.open(Path.of("/proc/self/exe"), StandardOpenOption.READ)) {
      ByteBuffer start = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
      file.read(start, 0);
      start.flip();
      int headers = (int) start.getLong(32);
      int count = start.getShort(56);
      for (int i = 0; i < count; i++) {
        int header = headers + i * PROGRAM_HEADER;
        if (start.getInt(header) == INTERPRETER) {
          byte[] name = new byte[(int) start.getLong(header + 32) - 1];
          start.get((int) start.getLong(header + 8), name);
          return new String(name, StandardCharsets.US_ASCII);
        }
      }
      throw new IOException("the Java runtime has no loader");
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the Java runtime is no program of this kind", e);
    }
  }
}
