package org.sshlite.sshd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.LoginRecords.Entry;
import org.sshlite.sshd.session.LoginRecords.Layout;

class LoginRecordsTest {
  private static final Account ALICE = new Account("alice", 3, "/home/alice", "/bin/sh");
  private static final Instant NOW = Instant.ofEpochSecond(0x6b0bfba0L, 0x0a6769 * 1000L);

  @TempDir Path folder;
  private Path utmp;
  private Path wtmp;
  private Path btmp;
  private Path lastlog;

  @BeforeEach
  void name() {
    utmp = folder.resolve("utmp");
    wtmp = folder.resolve("wtmp");
    btmp = folder.resolve("btmp");
    lastlog = folder.resolve("lastlog");
  }

  private LoginRecords records(Layout layout) {
    return new LoginRecords(utmp, wtmp, btmp, lastlog, layout);
  }

  private void make() throws IOException {
    for (Path file : new Path[] {utmp, wtmp, lastlog}) {
      Files.createFile(file);
    }
  }

  private static Entry on(String terminal) {
    return new Entry(ALICE, 0x2e6b, terminal, "client.example", "127.0.0.1");
  }

  private static String hex(byte[] bytes, int from, int size) {
    return HexFormat.of().formatHex(bytes, from, from + size);
  }

  @Test
  void a_record_is_laid_out_as_the_C_library_does_on_x86_64() throws IOException {
    make();
    records(Layout.X86_64).login(on("pts/0"), NOW);
    byte[] record = Files.readAllBytes(utmp);
    assertThat(record).hasSize(384);
    assertThat(hex(record, 0, 16)).isEqualTo("070000006b2e00007074732f30000000");
    assertThat(hex(record, 40, 9)).isEqualTo("74732f30616c696365");
    assertThat(hex(record, 76, 10)).isEqualTo("636c69656e742e657861");
    assertThat(hex(record, 340, 12)).isEqualTo("a0fb0b6b69670a007f000001");
    assertThat(Files.readAllBytes(wtmp)).isEqualTo(record);
  }

  @Test
  void times_are_wide_on_AArch64() throws IOException {
    make();
    LoginRecords records = records(Layout.AARCH64);
    records.login(on("pts/0"), NOW);
    byte[] record = Files.readAllBytes(utmp);
    assertThat(record).hasSize(400);
    assertThat(hex(record, 344, 20)).isEqualTo("a0fb0b6b0000000069670a00000000007f000001");
    assertThat(Files.size(lastlog)).isEqualTo(4 * 296);
    assertThat(records.last(ALICE).orElseThrow().host()).isEqualTo("client.example");
  }

  /** As sshd 10.5 was seen to write it. */
  @Test
  void who_was_not_let_in_is_recorded_where_root_alone_may_read_it() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, who owns it");
    Files.createFile(btmp, PosixFilePermissions.asFileAttribute(mode("rw-r-----")));
    records(Layout.X86_64).failed("mallory", "client.example", "127.0.0.1", NOW);
    byte[] record = Files.readAllBytes(btmp);
    assertThat(record).hasSize(384);
    assertThat(hex(record, 0, 2)).isEqualTo("0600");
    assertThat(hex(record, 8, 10)).isEqualTo("7373683a6e6f74747900");
    assertThat(hex(record, 40, 12)).isEqualTo("6f7474796d616c6c6f727900");
    assertThat(hex(record, 76, 10)).isEqualTo("636c69656e742e657861");
    assertThat(hex(record, 340, 12)).isEqualTo("a0fb0b6b69670a007f000001");

    Files.setPosixFilePermissions(btmp, mode("rw-r--r--"));
    records(Layout.X86_64).failed("his-password", "client.example", "127.0.0.1", NOW);
    assertThat(Files.size(btmp)).isEqualTo(384);
  }

  private static Set<PosixFilePermission> mode(String text) {
    return PosixFilePermissions.fromString(text);
  }

  @ParameterizedTest
  @CsvSource({"pts/7, 74732f37", "pts/12, 732f3132", "pts/100, 2f313030"})
  void a_terminal_is_known_by_the_end_of_its_name(String terminal, String id) throws IOException {
    make();
    records(Layout.X86_64).login(on(terminal), NOW);
    assertThat(hex(Files.readAllBytes(utmp), 40, 4)).isEqualTo(id);
  }

  @Test
  void sessions_without_end_leave_one_line_for_each_terminal_and_nobody_in_it() throws IOException {
    make();
    LoginRecords records = records(Layout.X86_64);
    for (int i = 0; i < 1000; i++) {
      Entry entry = on("pts/" + i % 3);
      records.login(entry, NOW);
      records.logout(entry, NOW);
    }
    byte[] all = Files.readAllBytes(utmp);
    assertThat(all).hasSize(3 * 384);
    for (int i = 0; i < 3; i++) {
      assertThat(hex(all, i * 384, 2)).isEqualTo("0800");
      assertThat(hex(all, i * 384 + 44, 32)).isEqualTo("00".repeat(32));
    }
    assertThat(Files.size(wtmp)).isEqualTo(2000 * 384L);
  }

  private static List<String> told(Runnable work) {
    List<String> told = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            told.add(entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("session");
    log.addHandler(handler);
    try {
      work.run();
    } finally {
      log.removeHandler(handler);
    }
    return told;
  }

  @Test
  void a_file_that_cannot_be_written_is_told_and_the_others_are() throws IOException {
    make();
    Files.delete(wtmp);
    Files.createDirectory(wtmp);
    assertThat(told(() -> records(Layout.X86_64).login(on("pts/0"), NOW)))
        .containsExactly(wtmp + ": Is a directory");
    assertThat(utmp).isNotEmptyFile();
  }

  @Test
  void why_a_failure_is_not_recorded_is_told_in_words() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, who owns it");
    Files.createDirectory(btmp, PosixFilePermissions.asFileAttribute(mode("rwx------")));
    LoginRecords records = records(Layout.X86_64);
    assertThat(told(() -> records.failed("mallory", "client.example", "127.0.0.1", NOW)))
        .containsExactly(btmp + ": Is a directory");
  }

  @Test
  void the_last_login_is_the_one_before() throws IOException {
    make();
    LoginRecords records = records(Layout.X86_64);
    assertThat(records.last(ALICE)).isEmpty();
    records.login(on("pts/0"), NOW);
    assertThat(Files.size(lastlog)).isEqualTo(4 * 292);
    LoginRecords.Last last = records.last(ALICE).orElseThrow();
    assertThat(last.time()).isEqualTo(Instant.ofEpochSecond(NOW.getEpochSecond()));
    assertThat(last.host()).isEqualTo("client.example");
    assertThat(records.last(new Account("bob", 2, "/", "/bin/sh"))).isEmpty();
  }

  @Test
  void a_record_that_was_cut_off_is_written_over() throws IOException {
    make();
    Files.write(wtmp, new byte[384 + 100]);
    records(Layout.X86_64).login(on("pts/0"), NOW);
    assertThat(Files.size(wtmp)).isEqualTo(2 * 384);
  }

  @Test
  void files_that_are_not_there_are_not_made() {
    LoginRecords records = records(Layout.X86_64);
    records.login(on("pts/0"), NOW);
    records.logout(on("pts/0"), NOW);
    assertThat(records.last(ALICE)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  /** Anybody may read wtmp, and so lock it. */
  @Test
  void nobody_waits_for_who_keeps_a_file_locked() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3 here");
    make();
    String script =
        "import fcntl,sys; f=open(sys.argv[1]); fcntl.lockf(f,fcntl.LOCK_SH);"
            + " print('locked',flush=True); sys.stdin.read()";
    Process other = new ProcessBuilder("/usr/bin/python3", "-c", script, wtmp.toString()).start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");

      records(Layout.X86_64).login(on("pts/0"), NOW);

      assertThat(utmp).isNotEmptyFile();
      assertThat(wtmp).isEmptyFile();
    } finally {
      other.destroy();
    }
  }
}
