package org.sshlite.sshd.session;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.ThreadRights;

/**
 * Who is logged in, who has been, who was not let in, and when each was last: utmp(5), wtmp, btmp
 * and lastlog. A file that is not there is not made.
 */
public final class LoginRecords {
  private static final Logger LOG = System.getLogger("session");

  private static final short LOGIN_PROCESS = 6;
  private static final short USER_PROCESS = 7;
  private static final short DEAD_PROCESS = 8;
  private static final int FIRST_WITH_ID = 5; // INIT_PROCESS, up to DEAD_PROCESS

  // struct utmp of Linux: type, pid, line, id, user, host, exit, session, time, address
  private static final int PID = 4;
  private static final int LINE = 8;
  private static final int LINE_SIZE = 32;
  private static final int ID = 40;
  private static final int ID_SIZE = 4;
  private static final int USER = 44;
  private static final int USER_SIZE = 32;
  private static final int HOST = 76;
  private static final int HOST_SIZE = 256;

  /** In place of a terminal, as sshd. */
  private static final String NO_TERMINAL = "ssh:notty";

  /** Of btmp: who gives his password for his name stands in it. */
  private static final int OF_OTHERS = 017;

  /**
   * Nobody waits longer for a record: whoever may read a file can lock it, and keep it locked. A
   * login is not made to wait for him, and a record is lost.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(20);

  /** Files have one lock for all threads of a process. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private final Path utmp;
  private final Path wtmp;
  private final Path btmp;
  private final Path lastlog;
  private final Layout layout;

  /**
   * Where 32-bit programs of the same machine read the same files, times have 32 bits.
   *
   * @param time offset of the seconds in struct utmp, the microseconds behind them
   */
  record Layout(boolean wide, int time, int address, int size) {
    static final Layout X86_64 = new Layout(false, 340, 348, 384);
    static final Layout AARCH64 = new Layout(true, 344, 360, 400);

    int lastlogHeader() {
      return wide ? Long.BYTES : Integer.BYTES;
    }

    int lastlogSize() {
      return lastlogHeader() + LINE_SIZE + HOST_SIZE;
    }

    void number(ByteBuffer record, long value) {
      if (wide) {
        record.putLong(value);
      } else {
        record.putInt((int) value);
      }
    }
  }

  /** A login that was recorded before; {@code host} may be empty. */
  record Last(Instant time, String host) {}

  /**
   * One on a terminal.
   *
   * @param terminal without "/dev/"
   * @param host the client's name, or its address
   */
  record Entry(Account account, long pid, String terminal, String host, String address) {}

  LoginRecords(Path utmp, Path wtmp, Path btmp, Path lastlog, Layout layout) {
    this.utmp = utmp;
    this.wtmp = wtmp;
    this.btmp = btmp;
    this.lastlog = lastlog;
    this.layout = layout;
  }

  /** Those of this machine; empty where it is not known how they look. */
  public static Optional<LoginRecords> system() {
    Optional<Layout> layout =
        System.getProperty("os.name").equals("Linux")
            ? switch (System.getProperty("os.arch")) {
              case "amd64" -> Optional.of(Layout.X86_64);
              case "aarch64" -> Optional.of(Layout.AARCH64);
              default -> Optional.empty();
            }
            : Optional.empty();
    return layout.map(
        known ->
            new LoginRecords(
                Path.of("/run/utmp"),
                Path.of("/var/log/wtmp"),
                Path.of("/var/log/btmp"),
                Path.of("/var/log/lastlog"),
                known));
  }

  private interface Work {
    void with(FileChannel file) throws IOException;
  }

  /** Does something with a file that nobody else changes meanwhile; never fails a session. */
  private static void open(Path path, Work work, OpenOption... options) {
    try {
      ThreadRights.own();
      if (!Files.exists(path)) {
        return;
      }
      if (!LOCK.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("others are being recorded");
      }
      try (FileChannel file = FileChannel.open(path, options)) {
        lock(file, !List.of(options).contains(StandardOpenOption.WRITE));
        work.with(file);
      } finally {
        LOCK.unlock();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      tell(path, e);
    }
  }

  private static void tell(Path path, IOException failure) {
    LOG.log(Level.ERROR, path + ": " + ConfigFile.reasonAlone(failure));
  }

  /** Until it is closed. */
  private static void lock(FileChannel file, boolean shared)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (file.tryLock(0, Long.MAX_VALUE, shared) == null) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new IOException("locked by another process");
      }
      Thread.sleep(LOOK);
    }
  }

  /** When somebody logged in last; empty where that is not known. */
  Optional<Last> last(Account account) {
    ByteBuffer record = little(layout.lastlogSize());
    open(lastlog, file -> file.read(record, lastlogOffset(account)), StandardOpenOption.READ);
    long seconds = layout.wide() ? record.getLong(0) : Integer.toUnsignedLong(record.getInt(0));
    return record.hasRemaining() || seconds == 0
        ? Optional.empty()
        : Optional.of(
            new Last(
                Instant.ofEpochSecond(seconds),
                text(record, layout.lastlogHeader() + LINE_SIZE, HOST_SIZE)));
  }

  private long lastlogOffset(Account account) {
    return Integer.toUnsignedLong(account.uid()) * layout.lastlogSize();
  }

  /**
   * Somebody logs in, and what he runs is not started yet: for that may ask at once who is here.
   * Its process is that of nobody (0) until then.
   */
  void announce(Entry entry, Instant now) {
    seat(user(entry, now));
  }

  /** Nothing was started for who was announced. */
  void recall(Entry entry, Instant now) {
    seat(record(DEAD_PROCESS, entry.pid(), entry.terminal(), now));
  }

  private ByteBuffer user(Entry entry, Instant now) {
    ByteBuffer record = record(USER_PROCESS, entry.pid(), entry.terminal(), now);
    put(record, USER, USER_SIZE, entry.account().name());
    from(record, entry.host(), entry.address());
    return record;
  }

  /** Somebody has logged in. */
  void login(Entry entry, Instant now) {
    ByteBuffer last = little(layout.lastlogSize());
    layout.number(last, now.getEpochSecond());
    put(last, layout.lastlogHeader(), LINE_SIZE, entry.terminal());
    put(last, layout.lastlogHeader() + LINE_SIZE, HOST_SIZE, entry.host());
    open(
        lastlog,
        file -> write(file, last, lastlogOffset(entry.account())),
        StandardOpenOption.WRITE);
    record(user(entry, now));
  }

  /** He has logged out. */
  void logout(Entry entry, Instant now) {
    record(record(DEAD_PROCESS, entry.pid(), entry.terminal(), now));
  }

  /**
   * Somebody was not let in: for lastb(1), where nobody but root may read the file. As sshd, by one
   * write and without a lock: whoever may read one of the other files can keep it locked.
   *
   * @param user the name that was given
   * @param host the client's name, or its address
   */
  public void failed(String user, String host, String address, Instant now) {
    ByteBuffer record = record(LOGIN_PROCESS, ProcessHandle.current().pid(), NO_TERMINAL, now);
    put(record, USER, USER_SIZE, user);
    from(record, host, address);
    try {
      ThreadRights.own();
      if (!Files.exists(btmp)) {
        return;
      }
      if (!isRootsAlone(btmp)) {
        LOG.log(Level.INFO, "Excess permission or bad ownership on file " + btmp);
        return;
      }
      try (FileChannel file = FileChannel.open(btmp, StandardOpenOption.APPEND)) {
        file.write(record.clear());
      }
    } catch (IOException e) {
      tell(btmp, e);
    }
  }

  private static boolean isRootsAlone(Path file) throws IOException {
    Map<String, Object> of = Files.readAttributes(file, "unix:mode,uid");
    return ((int) of.get("mode") & OF_OTHERS) == 0 && (int) of.get("uid") == Account.ROOT;
  }

  /** In utmp, which has one record of each terminal. */
  private void seat(ByteBuffer record) {
    open(
        utmp,
        file -> write(file, record, place(file, record)),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private void record(ByteBuffer record) {
    seat(record);
    open(wtmp, file -> append(file, record), StandardOpenOption.WRITE);
  }

  /** One that was cut off is written over, as the C library does. */
  private void append(FileChannel file, ByteBuffer record) throws IOException {
    write(file, record, file.size() - file.size() % layout.size());
  }

  private ByteBuffer record(short type, long pid, String line, Instant now) {
    ByteBuffer record = little(layout.size());
    record.putShort(0, type).putInt(PID, (int) pid);
    put(record, LINE, LINE_SIZE, line);
    put(record, ID, ID_SIZE, line.substring(Math.max(0, line.length() - ID_SIZE)));
    record.position(layout.time());
    layout.number(record, now.getEpochSecond());
    layout.number(record, now.getNano() / 1000);
    return record;
  }

  private void from(ByteBuffer record, String host, String address) {
    put(record, HOST, HOST_SIZE, host);
    address(address).ifPresent(bytes -> record.put(layout.address(), bytes));
  }

  private static Optional<byte[]> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** That of the record of the same terminal, or behind all of them. */
  private long place(FileChannel file, ByteBuffer record) throws IOException {
    ByteBuffer found = little(layout.size());
    long at = 0;
    while (file.read(found.clear(), at) == layout.size()) {
      short type = found.getShort(0);
      if (type >= FIRST_WITH_ID
          && type <= DEAD_PROCESS
          && found.slice(ID, ID_SIZE).equals(record.slice(ID, ID_SIZE))) {
        return at;
      }
      at += layout.size();
    }
    return at;
  }

  private static void write(FileChannel file, ByteBuffer record, long at) throws IOException {
    record.clear();
    while (record.hasRemaining()) {
      file.write(record, at + record.position());
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer record, int at, int size, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    record.put(at, bytes, 0, Math.min(bytes.length, size));
  }

  private static String text(ByteBuffer record, int at, int size) {
    byte[] bytes = new byte[size];
    record.get(at, bytes);
    int end = 0;
    while (end < size && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
