package org.sshlite.tests.timing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.sshd.auth.PasswordHash;
import org.sshlite.tests.flaws.HandPlayedClient;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;

/**
 * How long a server takes to refuse a password: of a user who does not exist, of one who does, and
 * of one who may not log in. The kinds take turns at random, a connection with some attempts each.
 * The first attempt of a connection, which has the user looked up, is reported apart from the
 * others: among them it would be one in eleven, and what it tells be lost.
 *
 * <p>By the users file, where DenyUsers has the third of them; or by PAM (as root, with accounts of
 * this machine for the time), where his password is locked. The stack asks for no delay after a
 * failure, which would hide everything below two seconds; some connections at once wait for the
 * tenth of a second that the server takes in any case.
 */
public final class TimingBenchmark {
  private static final int ATTEMPTS_OF_A_CONNECTION = 10;

  /** The first one of a connection, and the others. */
  private record Taken(Map<Kind, List<Long>> firsts, Map<Kind, List<Long>> others) {
    Taken() {
      this(new EnumMap<>(Kind.class), new EnumMap<>(Kind.class));
    }

    synchronized void add(Kind kind, List<Long> times) {
      firsts.computeIfAbsent(kind, _ -> new ArrayList<>()).add(times.getFirst());
      others.computeIfAbsent(kind, _ -> new ArrayList<>()).addAll(times.subList(1, times.size()));
    }
  }

  /** Until the server's code is compiled. */
  private static final int WARM_UP = 20;

  /** With PAM: they wait much longer than they compute. */
  private static final int AT_ONCE = 8;

  private TimingBenchmark() {}

  private static final String SERVICE = "sshlite-timing";

  private enum Kind {
    WRONG_PASSWORD,
    UNKNOWN_USER,
    LOCKED,
    /** In the users file, where all others are PAM's. */
    LISTED
  }

  /**
   * A server.
   *
   * @param users who is of which kind; not all kinds are everywhere
   * @param atOnce connections
   */
  private record Subject(int port, Map<Kind, String> users, int atOnce) {}

  /**
   * Arguments: attempts of each kind; {@code pam} for those of PAM, {@code mixed} with a users file
   * beside it.
   */
  public static void main(String[] arguments) throws IOException {
    int attempts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    try (Scratch scratch = new Scratch("timing-benchmark")) {
      if (List.of(arguments).contains("pam") || List.of(arguments).contains("mixed")) {
        byPam(scratch, attempts, List.of(arguments).contains("mixed"));
      } else {
        byUsersFile(scratch, attempts);
      }
    }
  }

  private static void byUsersFile(Scratch scratch, int attempts) throws IOException {
    Path folder = scratch.newFolder();
    try (LiteServer server =
        LiteServer.start(folder, "DenyUsers locked", "MaxAuthTries 1000", "LoginGraceTime 0")) {
      Path users = folder.resolve("users");
      String line = Files.readAllLines(users).getFirst().replaceFirst("^[^:]*", "locked");
      Files.writeString(users, line + "\n", StandardOpenOption.APPEND);
      report(measure(subject(server.target().port(), Account.NAME, "locked", 1), attempts));
    }
  }

  private static Subject subject(int port, String known, String locked, int atOnce) {
    return new Subject(
        port,
        Map.of(Kind.WRONG_PASSWORD, known, Kind.UNKNOWN_USER, "nobody_at_all", Kind.LOCKED, locked),
        atOnce);
  }

  private static void byPam(Scratch scratch, int attempts, boolean mixed) throws IOException {
    Path stack = Path.of("/etc/pam.d", SERVICE);
    Files.writeString(stack, "auth required pam_unix.so nodelay\naccount required pam_unix.so\n");
    try (MachineUsers users = MachineUsers.createReal(scratch)) {
      String locked = MachineUsers.BOB.name();
      Program.of(Peers.path("usermod"), "-L", locked).runWell();
      Path listed = usersFile(users.folder().resolve("users"));
      try (MachineUsers.RootServer server =
          users.sshdLite(
              mixed ? "UsersFile " + listed : "",
              "StrictModes no",
              "UsePAM yes",
              "PAMServiceName " + SERVICE,
              "MaxAuthTries 1000",
              "LoginGraceTime 0",
              "PerSourcePenalties no")) {
        int port = server.alice().port();
        Subject pam = subject(port, MachineUsers.ALICE.name(), locked, AT_ONCE);
        Map<Kind, String> names = new EnumMap<>(pam.users());
        if (mixed) {
          names.put(Kind.LISTED, "listed");
        }
        report(measure(new Subject(port, names, AT_ONCE), attempts));
      }
    } finally {
      Files.delete(stack);
    }
  }

  private static Path usersFile(Path file) throws IOException {
    SecretBytes password = new SecretBytes("right".getBytes(StandardCharsets.UTF_8));
    Files.writeString(file, "listed:" + PasswordHash.of(password, new SecureRandom()) + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Taken measure(Subject subject, int attempts) throws IOException {
    List<Kind> turns = new ArrayList<>();
    for (int i = 0; i < WARM_UP + attempts / ATTEMPTS_OF_A_CONNECTION; i++) {
      turns.addAll(subject.users().keySet());
    }
    int warmUp = WARM_UP * subject.users().size();
    Collections.shuffle(turns.subList(warmUp, turns.size()), new Random(19));
    Taken times = new Taken();
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(subject.atOnce())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < subject.atOnce(); i++) {
        running.add(
            threads.submit(
                () -> {
                  for (int turn; (turn = next.getAndIncrement()) < turns.size(); ) {
                    Kind kind = turns.get(turn);
                    List<Long> taken = attempt(subject.port(), subject.users().get(kind));
                    if (turn >= warmUp) {
                      times.add(kind, taken);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
    return times;
  }

  private static List<Long> attempt(int port, String user) throws IOException {
    List<Long> times = new ArrayList<>();
    try (HandPlayedClient client = HandPlayedClient.connect(port).service()) {
      for (int i = 0; i <= ATTEMPTS_OF_A_CONNECTION; i++) {
        SecretBytes wrong = new SecretBytes("wrong".getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        client.send(
            new UserauthRequest(user, "ssh-connection", new AuthMethod.Password(wrong, null)));
        int number = client.nextNumber();
        times.add(System.nanoTime() - start);
        if (number != UserauthFailure.NUMBER) {
          throw new IOException("message " + number + " in place of a failure");
        }
      }
    }
    return times;
  }

  private static void report(Taken taken) {
    System.out.println("The first attempts of connections:");
    report(taken.firsts());
    System.out.println("The others:");
    report(taken.others());
  }

  private static void report(Map<Kind, List<Long>> taken) {
    Map<Kind, Samples> samples = new EnumMap<>(Kind.class);
    taken.forEach(
        (kind, list) ->
            samples.put(kind, Samples.of(list.stream().mapToLong(Long::longValue).toArray())));
    samples.forEach(
        (kind, times) ->
            System.out.printf(
                "%-15s %6d attempts, median %.2f ms, 10 %% in %.2f, 90 %% in %.2f%n",
                kind,
                times.sorted().length,
                times.milliseconds(0.5),
                times.milliseconds(0.1),
                times.milliseconds(0.9)));
    Samples usual = samples.get(Kind.WRONG_PASSWORD);
    List<Kind> others = new ArrayList<>(samples.keySet());
    others.remove(Kind.WRONG_PASSWORD);
    for (Kind kind : others) {
      double distance = usual.distance(samples.get(kind));
      double critical = usual.critical(samples.get(kind));
      System.out.printf(
          "%-15s Kolmogorov-Smirnov D = %.4f, critical at 0.001: %.4f: %s%n",
          kind, distance, critical, distance < critical ? "not told apart" : "TOLD APART");
    }
  }
}
