package org.sshlite.tests.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Python;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;

/**
 * Whom fail2ban would ban after one evening, by sshd's log and by ours: each who knocks has an
 * address of his own. With PAM and the log of the system, as on Debian. One in four of them, and
 * two modes of fail2ban; all by {@code -P whole}.
 */
class EveningTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  private static final Duration EVENING = Duration.ofMinutes(4);

  /** Longer than PAM lets those wait who were wrong, and whether they are still there. */
  private static final Duration QUIET = Duration.ofSeconds(4);

  private static final String EXPIRED = "sshlite-expired";
  private static final String LOCKED = "sshlite-locked";
  private static final String NO_SHELL = "sshlite-noshell";

  /** A /dev with another log in it, that nobody else sees. Arguments: where, the log. */
  private static final String OTHER_LOG =
      """
      mkdir "$0"; mount -t tmpfs none "$0"
      for each in null zero full random urandom tty ptmx; do
        touch "$0/$each"; mount --bind "/dev/$each" "$0/$each"
      done
      mkdir "$0/pts" "$0/shm"; mount --rbind /dev/pts "$0/pts"; mount --rbind /dev/shm "$0/shm"
      ln -s /proc/self/fd "$0/fd"; ln -s "$1" "$0/log"
      mount --rbind "$0" /dev
      shift; exec "$@"
      """;

  private Scratch scratch;
  private MachineUsers users;

  @BeforeEach
  void make_users() throws IOException {
    MachineUsers.require();
    Assumptions.assumeTrue(
        Files.exists(Path.of("/etc/pam.d/sshd")), "needs sshd's PAM stack, /etc/pam.d/sshd");
    Peers.require("fail2ban-regex", "sshd", "useradd", "userdel", "unshare", "pkill");
    Python.require("paramiko");
    Python.require("asyncssh");
    scratch = new Scratch("evening");
    users = MachineUsers.createReal(scratch);
    removeMore();
    add(EXPIRED, "-s", "/bin/bash", "-e", "2020-01-01");
    add(LOCKED, "-s", "/bin/bash");
    Program.of(Peers.path("usermod"), "-L", LOCKED).runWell();
    add(NO_SHELL, "-s", "/no/such/shell");
  }

  private static void add(String name, String... options) {
    Program.of(Peers.path("useradd"), "-M", "-d", "/", "-p", MachineUsers.PASSWORD_HASH)
        .with(options)
        .with(name)
        .runWell();
  }

  private static void removeMore() {
    for (String name : List.of(EXPIRED, LOCKED, NO_SHELL)) {
      Program.of(Peers.path("userdel"), name).run();
    }
  }

  @AfterEach
  void remove_users() throws IOException {
    removeMore();
    if (users != null) {
      // what clients that were killed have left running would keep its user
      String alice = "" + MachineUsers.ALICE.uid();
      Program.of(Peers.path("pkill"), "-KILL", "-u", alice).run();
      users.close();
      scratch.close();
    }
  }

  /** A folder with keys, a configuration, and what a server has logged. */
  private record Place(Path folder, int port) {
    Path log() {
      return folder.resolve("log");
    }

    Path configuration() {
      return folder.resolve("sshd_config");
    }
  }

  private Place place(String name, boolean recent) throws IOException {
    Path folder = Files.createDirectory(users.folder().resolve(name));
    Place place = new Place(folder, LoopbackPort.free());
    KeyPair good = KeyPair.create(folder.resolve("good"));
    Files.writeString(folder.resolve("keys"), good.line() + "\n");
    for (int i = 0; i < 4; i++) {
      KeyPair.create(folder.resolve("wrong" + i));
    }
    Files.writeString(
        place.configuration(),
        """
        %s
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        StrictModes no
        UsePAM yes
        KbdInteractiveAuthentication yes
        PermitRootLogin no
        LoginGraceTime 30
        MaxAuthTries 3
        MaxStartups 200
        DenyUsers %s
        AllowUsers sshlite-* root www-data backup nosuch*
        Match User www-data
          DenyGroups *
        Match User backup
          AllowGroups no-such-group
        """
            .formatted(
                recent ? "PerSourcePenalties yes" : "",
                place.port(),
                KeyPair.create(folder.resolve("host")).file(),
                folder.resolve("keys"),
                MachineUsers.BOB.name()));
    return place;
  }

  /**
   * @return how many failures fail2ban counts, by its mode and by who it was
   */
  private static Map<String, Long> evening(Place place, Program server, boolean recent)
      throws IOException {
    Path socket = place.folder().resolve("socket");
    try (Running _ =
        Python.script("log/log_socket.py").with("" + socket).output(place.log()).start()) {
      awaitLog(place, "taking");
      Program other = server.with("-D", "-f", "" + place.configuration());
      String dev = "" + place.folder().resolve("dev");
      try (Running _ =
          other.by("unshare", "-m", "sh", "-ec", OTHER_LOG, dev, "" + socket).start()) {
        awaitLog(place, "Server listening on");
        Finished finished =
            Python.script("log/evening.py")
                .with("" + place.port(), "" + place.folder(), "" + place.log())
                .with(MachineUsers.ALICE.name(), MachineUsers.BOB.name(), MachineUsers.PASSWORD)
                .with("" + recent, WHOLE ? "1" : "4")
                .run(EVENING);
        assertThat(finished.errors()).isEmpty();
        assertThat(finished.status()).isZero();
        Awaitility.await().pollDelay(QUIET).until(() -> isQuiet(place.log()));
        return counted(place.log(), names(finished.text()));
      }
    }
  }

  private static boolean isQuiet(Path log) throws IOException {
    return Files.getLastModifiedTime(log).toMillis()
        < System.currentTimeMillis() - QUIET.toMillis();
  }

  private static void awaitLog(Place place, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(place.log()) && Files.readString(place.log()).contains(text));
  }

  private static Map<String, String> names(String steps) {
    return steps
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  private static Map<String, Long> counted(Path log, Map<String, String> names) {
    Map<String, Long> all = new TreeMap<>();
    // the last one has what the two between have
    List<String> modes =
        WHOLE ? List.of("normal", "ddos", "extra", "aggressive") : List.of("normal", "aggressive");
    for (String mode : modes) {
      // newer ones of fail2ban know the second name by themselves
      String filter = "sshd[mode=" + mode + ", _daemon='sshd(?:-session)?']";
      Program.of(Peers.path("fail2ban-regex"), "--out", "ip", "" + log, filter)
          .runWell()
          .lines()
          .forEach(address -> all.merge(mode + ": " + names.get(address), 1L, Long::sum));
    }
    return all;
  }

  @Test
  void fail2ban_counts_the_same_failures_of_the_same_addresses_as_by_the_log_of_sshd()
      throws Exception {
    boolean recent = OpenSshServer.knowsPenalties(Peers.path("sshd"));
    Place theirs = place("theirs", recent);
    Place ours = place("ours", recent);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Callable<Map<String, Long>> sshd =
          () -> evening(theirs, Program.of(Peers.path("sshd")), recent);
      Callable<Map<String, Long>> sshdLite = () -> evening(ours, OurProgram.sshdLite(), recent);
      Future<Map<String, Long>> wanted = threads.submit(sshd);
      Future<Map<String, Long>> counted = threads.submit(sshdLite);

      assertThat(counted.get()).isEqualTo(wanted.get()).hasSizeGreaterThan(WHOLE ? 100 : 15);
    }
  }
}
