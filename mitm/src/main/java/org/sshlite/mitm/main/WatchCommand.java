package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dns.SshfpLookup;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.mitm.report.Json;
import org.sshlite.mitm.watch.Changes;
import org.sshlite.mitm.watch.Lookout;
import org.sshlite.mitm.watch.Sight;
import org.sshlite.mitm.watch.State;
import org.sshlite.mitm.watch.WatchList;
import org.sshlite.program.config.TimeSpan;

/** {@code ssh-lite-mitm watch FILE}: whether hosts still have the keys that are known of them. */
final class WatchCommand {
  static final Set<String> VALUED =
      Set.of("--every", "--rounds", "--via", "--known-hosts", "--timeout", "--jobs", "--identity");
  static final Set<String> FLAGS = Set.of("--sshfp", "--all");

  private static final int LIMIT_SECONDS = 10;
  private static final int JOBS = 16;

  private WatchCommand() {}

  static int run(List<String> words, PrintStream out)
      throws UsageException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    if (arguments.rest().size() != 1) {
      throw new UsageException("name one file of hosts; see: help");
    }
    Optional<Duration> every = every(arguments);
    int rounds = arguments.number("--rounds", every.isPresent() ? Integer.MAX_VALUE : 1);
    if (every.isEmpty() && rounds > 1) {
      throw new UsageException("--rounds needs --every");
    }
    List<Destination> hosts = hosts(arguments.rest().getFirst());
    Changes changes = new Changes(arguments.flags().contains("--all"));
    try (SshClient client = SshClient.create(options(arguments))) {
      Lookout lookout =
          new Lookout(
              client,
              jumps(arguments),
              Duration.ofSeconds(arguments.number("--timeout", LIMIT_SECONDS)),
              arguments.number("--jobs", JOBS));
      for (int round = 1; ; round++) {
        List<Sight> sights = lookout.look(hosts);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        changes
            .of(sights)
            .forEach(change -> out.println(Json.line(change.now().json(now, change.before()))));
        if (round >= rounds) {
          return status(sights);
        }
        if (out.checkError()) {
          throw new IOException("nobody reads any more");
        }
        Thread.sleep(every.orElse(Duration.ZERO));
      }
    }
  }

  /** What cannot be seen proves nothing; what can be and is not believed weighs more. */
  private static int status(List<Sight> sights) {
    Set<State> harmless = Set.of(State.BELIEVED, State.UNREACHABLE);
    if (sights.stream().anyMatch(sight -> !harmless.contains(sight.state()))) {
      return Main.FOOLED;
    }
    return sights.stream().allMatch(sight -> sight.state() == State.BELIEVED)
        ? Main.SOUND
        : Main.UNUSABLE;
  }

  private static Optional<Duration> every(Arguments arguments) throws UsageException {
    Optional<String> text = arguments.last("--every");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> time = TimeSpan.parse(text.get()).filter(Duration::isPositive);
    if (time.isEmpty()) {
      throw new UsageException("--every: not a time: " + Printable.line(text.get()));
    }
    return time;
  }

  private static List<Destination> hosts(String file) throws UsageException, IOException {
    try {
      return WatchList.parse(file, Files.readAllLines(Path.of(file)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static List<Destination> jumps(Arguments arguments) throws UsageException {
    List<Destination> jumps = new ArrayList<>();
    for (String text : arguments.all("--via")) {
      jumps.add(
          Destination.parseJump(text)
              .orElseThrow(() -> new UsageException("--via: not a host: " + Printable.line(text))));
    }
    return jumps;
  }

  private static ClientOptions options(Arguments arguments) {
    ClientOptions usual = ClientOptions.defaults();
    List<String> files = arguments.all("--known-hosts");
    KnownHosts known =
        files.isEmpty()
            ? usual.trust().knownHosts()
            : KnownHosts.open(files.stream().map(Path::of).toList(), List.of());
    boolean sshfp = arguments.flags().contains("--sshfp");
    TrustOptions trust =
        TrustOptions.builder()
            // a record that agrees with a key that known_hosts contradicts does not help it
            .verifier(
                new HostVerifier(
                    known, List.of(), sshfp ? VerifyHostKeyDns.ASK : VerifyHostKeyDns.NO))
            .sshfp(sshfp ? SshfpLookup.ofSystem() : _ -> new DnsAnswer.NotAsked())
            .build();
    ClientOptions.Builder options = ClientOptions.builder().trust(trust).warnsOfLegacy(false);
    List<String> keys = arguments.all("--identity");
    return keys.isEmpty() ? options.build() : options.login(login(keys, usual.login())).build();
  }

  private static LoginOptions login(List<String> keys, LoginOptions usual) {
    return new LoginOptions(
        List.of("publickey"),
        List.of(),
        List.of(),
        keys.stream().map(file -> new KeyLocation(Path.of(file), true)).toList(),
        List.of(),
        Optional.empty(),
        true,
        1,
        usual.requiredRsaBits());
  }
}
