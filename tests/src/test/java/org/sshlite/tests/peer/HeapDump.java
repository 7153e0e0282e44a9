package org.sshlite.tests.peer;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Objects of a JVM, in a file. */
public final class HeapDump implements AutoCloseable {
  private final Path file;

  private HeapDump(Path file) {
    this.file = file;
  }

  /** Those of this process that something refers to: others are collected before. */
  public static HeapDump live() throws IOException {
    return own(true);
  }

  /** All of this process, with those that nothing refers to any more and nobody has collected. */
  public static HeapDump whole() throws IOException {
    return own(false);
  }

  private static HeapDump own(boolean live) throws IOException {
    Path file = newFile();
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), live);
    return new HeapDump(file);
  }

  /** Of another process, as {@link #live()}. */
  public static HeapDump live(long pid) throws IOException {
    return of(pid);
  }

  /** All of another process, as {@link #whole()}. */
  public static HeapDump whole(long pid) throws IOException {
    return of(pid, "-all");
  }

  private static HeapDump of(long pid, String... options) throws IOException {
    Path file = newFile();
    Finished finished =
        Program.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd"), "" + pid, "GC.heap_dump")
            .with(options)
            .with(file.toString())
            .run();
    if (!Files.exists(file)) {
      throw new IOException(finished.toString());
    }
    return new HeapDump(file);
  }

  private static Path newFile() throws IOException {
    return Files.createTempDirectory("heap").resolve("heap.hprof");
  }

  /** Whether these bytes are in it. */
  public boolean contains(byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer dump = channel.map(MapMode.READ_ONLY, 0, channel.size());
      int last = dump.limit() - bytes.length;
      for (int at = 0; at <= last; at++) {
        if (dump.get(at) == bytes[0] && isAt(dump, at, bytes)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isAt(MappedByteBuffer dump, int at, byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if (dump.get(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Those of these that are in it, whatever their number: it is read once.
   *
   * @param wanted of eight bytes and more each
   */
  public List<byte[]> found(List<byte[]> wanted) throws IOException {
    Map<Long, List<byte[]>> byStart =
        wanted.stream().collect(Collectors.groupingBy(each -> ByteBuffer.wrap(each).getLong()));
    BitSet starts = new BitSet(1 << Short.SIZE);
    wanted.forEach(each -> starts.set(ByteBuffer.wrap(each).getShort() & 0xffff));
    List<byte[]> found = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer dump = channel.map(MapMode.READ_ONLY, 0, channel.size());
      for (int at = 0; at <= dump.limit() - Long.BYTES; at++) {
        if (starts.get(dump.getShort(at) & 0xffff)) {
          for (byte[] each : byStart.getOrDefault(dump.getLong(at), List.of())) {
            if (at <= dump.limit() - each.length && isAt(dump, at, each)) {
              found.add(each);
            }
          }
        }
      }
    }
    return found;
  }

  /** Whether this text is in it, in bytes or in chars. */
  public boolean contains(String text) throws IOException {
    return contains(text.getBytes(StandardCharsets.US_ASCII))
        || contains(text.getBytes(StandardCharsets.UTF_16BE));
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
    Files.delete(file.getParent());
  }
}
