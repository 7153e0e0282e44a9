package org.sshlite.sshd.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.sshlite.program.system.Libc;

/**
 * A regular file that is opened once: what is read is the very file whose owner and mode were
 * looked at, whatever its name leads to meanwhile. To open it waits for nobody: a FIFO without a
 * writer is refused like all that is no regular file. Links are followed, as by sshd, but for those
 * of /proc on a thread that acts for a user ({@link PathOpening}). One thread.
 */
public final class OpenedFile implements AutoCloseable {
  /** Why it is not opened. */
  public static final String NOT_REGULAR = "not a regular file";

  private static final int CHUNK = 64 * 1024;
  private static final int FORMAT = 0170000;
  private static final int REGULAR = 0100000;
  private static final String FACTS = "unix:uid,mode,dev,ino,size,lastModifiedTime,ctime";

  /** Where the open files of this process have names. */
  static final Path DESCRIPTORS =
      Path.of(Platform.CURRENT == Platform.MACOS ? "/dev/fd" : "/proc/self/fd");

  private final Path path;
  private final int number;
  private final int owner;
  private final int mode;
  private final Stamp stamp;

  /** Tells a file, as it is, from any other, and from what it is once somebody has changed it. */
  public record Stamp(Object device, Object node, long size, FileTime modified, FileTime changed) {
    /** Two ticks of the coarsest clock that a file system has: FAT's. */
    private static final Duration COARSEST = Duration.ofSeconds(4);

    /**
     * Whether a change from now on is one that the times tell of: of two in the same tick of the
     * clock they do not.
     */
    public boolean isSettled(Instant now) {
      return changed.toInstant().plus(COARSEST).isBefore(now);
    }
  }

  private OpenedFile(Path path, int number) throws IOException {
    this.path = path;
    this.number = number;
    Map<String, Object> facts =
        Files.readAttributes(DESCRIPTORS.resolve(String.valueOf(number)), FACTS);
    this.owner = (Integer) facts.get("uid");
    this.mode = (Integer) facts.get("mode");
    this.stamp =
        new Stamp(
            facts.get("dev"),
            facts.get("ino"),
            (Long) facts.get("size"),
            (FileTime) facts.get("lastModifiedTime"),
            (FileTime) facts.get("ctime"));
    if ((mode & FORMAT) != REGULAR) {
      throw new FileSystemException(path.toString(), null, NOT_REGULAR);
    }
  }

  /**
   * With the rights of the calling thread.
   *
   * @throws NoSuchFileException when there is none of that name
   * @throws AccessDeniedException when the thread may not read it
   * @throws FileSystemException when it is no regular file, among others
   */
  public static OpenedFile open(Path path) throws IOException {
    int flags = Platform.CURRENT.openNonblock() | Platform.CURRENT.openNoctty();
    int number = PathOpening.open(path, flags);
    try {
      return new OpenedFile(path, number);
    } catch (IOException | RuntimeException e) {
      Descriptor.close(number);
      throw e;
    }
  }

  /** The user id of its owner. */
  public int owner() {
    return owner;
  }

  /** Type and permissions, stat(2). */
  public int mode() {
    return mode;
  }

  /** What it was when it was opened. */
  public Stamp stamp() {
    return stamp;
  }

  /**
   * All of it.
   *
   * @param most bytes; a file that grows meanwhile is not read any further than that
   * @throws FileSystemException when it is larger
   */
  public byte[] read(int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(CHUNK);
      int count = Libc.check("read", number, chunk.address(), CHUNK);
      while (count > 0) {
        if (count > most - bytes.size()) {
          throw new FileSystemException(path.toString(), null, "larger than " + most + " bytes");
        }
        bytes.writeBytes(chunk.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
        count = Libc.check("read", number, chunk.address(), CHUNK);
      }
    }
    return bytes.toByteArray();
  }

  /**
   * What comes next.
   *
   * @return bytes that were read; 0 at the end
   */
  public int read(byte[] into) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(into.length);
      int count = Libc.check("read", number, chunk.address(), into.length);
      MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, into, 0, count);
      return count;
    }
  }

  @Override
  public void close() {
    Descriptor.close(number);
  }
}
