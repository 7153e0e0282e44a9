package org.sshlite.client.sharing;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/**
 * What a master reads and writes in place of this process's standard streams, and our ends of it: a
 * pipe each way. Our ends are Java's own streams, in which a virtual thread may wait.
 */
public final class LentStreams implements AutoCloseable {
  private static final String OPEN_FILES = "/dev/fd/";

  private final Master master;
  private final InputStream input;
  private final OutputStream output;

  /** The numbers that pipe(2) gives. */
  private record Pipe(int readEnd, int writeEnd) {
    static Pipe open() throws SystemException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment ends = arena.allocate(2L * Integer.BYTES, Integer.BYTES);
        Libc.check("pipe", ends.address());
        return new Pipe(
            ends.get(ValueLayout.JAVA_INT, 0), ends.get(ValueLayout.JAVA_INT, Integer.BYTES));
      }
    }

    /** Streams that were opened on it stay. */
    void close() {
      Libc.call("close", readEnd);
      Libc.call("close", writeEnd);
    }
  }

  private LentStreams(Master master, Pipe in, Pipe out) throws IOException {
    this.master = master;
    this.input = new FileInputStream(OPEN_FILES + in.readEnd());
    try {
      this.output = new FileOutputStream(OPEN_FILES + out.writeEnd());
    } catch (IOException e) {
      input.close();
      throw e;
    }
  }

  interface Passing {
    /** Passes two open files, what is to be read and what is to be written. */
    void pass(int stdin, int stdout) throws IOException;
  }

  /**
   * @param master closed with them
   */
  static LentStreams to(Master master, Passing passing) throws IOException {
    Pipe in = Pipe.open();
    try {
      Pipe out = Pipe.open();
      try {
        LentStreams streams = new LentStreams(master, in, out);
        try {
          passing.pass(out.readEnd(), in.writeEnd());
          return streams;
        } catch (IOException e) {
          streams.close();
          throw e;
        }
      } finally {
        out.close(); // its ends are the master's now
      }
    } finally {
      in.close();
    }
  }

  /** What comes through the master; ends with it. */
  public InputStream input() {
    return input;
  }

  /** What goes through it. Closing it says that nothing more comes. */
  public OutputStream output() {
    return output;
  }

  /**
   * The master ends what it has started on them. That nothing more comes it is to see first: one of
   * ssh's that has lost its client lets the session go on, where the server is not OpenSSH, until
   * it has something else to do.
   */
  @Override
  public void close() {
    try (master;
        input) {
      output.close();
    } catch (IOException _) {
      return; // nothing is lost: nobody is at the other end
    }
  }
}
