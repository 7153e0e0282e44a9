import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What every client of the zoo is told: see org.sshlite.tests.zoo.Driver. */
public final class Job {
  public static final String HOST = "127.0.0.1";
  public static final int PORT = Integer.parseInt(env("PORT"));
  public static final String USER = env("USER");
  public static final String PASSWORD = env("PASSWORD");
  public static final Path KEY = env("KEY") == null ? null : Path.of(env("KEY"));
  public static final Path KNOWN_HOSTS = Path.of(env("KNOWN_HOSTS"));
  public static final boolean PTY = env("PTY") != null;

  /** In bytes; 0 for no exchange that this end starts. */
  public static final long REKEY = env("REKEY") == null ? 0 : Long.parseLong(env("REKEY"));

  /**
   * With more of them the last might meet the end of the command: there are who wait for new keys
   * before they answer a CLOSE, on the very thread that would read what brings the keys.
   */
  private static final int EXCHANGES = 10;

  private static final AtomicLong LEFT = new AtomicLong(REKEY);
  private static final AtomicInteger EXCHANGES_LEFT = new AtomicInteger(EXCHANGES);

  private Job() {}

  private static String env(String name) {
    return System.getenv("ZOO_" + name);
  }

  /** Whether a host key, in the wire's form, is one of the host's. */
  public static boolean isKnown(byte[] blob) throws IOException {
    return KnownHosts.have(KNOWN_HOSTS, blob);
  }

  /**
   * A thread that copies to the end, asks for new keys on the way, ten times, and closes the
   * output.
   */
  public static Thread copying(InputStream in, OutputStream out, boolean close, Callable<?> rekey) {
    Thread thread = new Thread(() -> copy(in, out, close, rekey));
    // the command may end before the input does
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void copy(InputStream in, OutputStream out, boolean close, Callable<?> rekey) {
    try {
      byte[] block = new byte[32768];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        out.write(block, 0, count);
        out.flush();
        if (REKEY > 0 && LEFT.addAndGet(-count) <= 0 && EXCHANGES_LEFT.getAndDecrement() > 0) {
          LEFT.set(REKEY);
          // it may wait for the exchange, which may wait for us to read
          new Thread(() -> ask(rekey)).start();
        }
      }
      if (close) {
        out.close();
      }
    } catch (Exception e) {
      e.printStackTrace();
    }
  }

  private static void ask(Callable<?> rekey) {
    try {
      rekey.call();
    } catch (Exception e) {
      e.printStackTrace();
    }
  }

  /** The end of this program: no thread of the library holds it. */
  public static void end(Integer status, String signal) {
    System.out.flush();
    if (signal != null) {
      System.err.println("signal " + signal);
    }
    Runtime.getRuntime().halt(status == null || signal != null ? 255 : status);
  }
}
