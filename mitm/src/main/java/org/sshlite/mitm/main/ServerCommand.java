package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.Signer;
import org.sshlite.mitm.bench.ControlFailedException;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.ServerBench;
import org.sshlite.mitm.bench.ServerOptions;
import org.sshlite.mitm.end.Credentials;
import org.sshlite.mitm.probe.Probe;
import org.sshlite.mitm.probe.Probes;
import org.sshlite.mitm.report.Baseline;
import org.sshlite.mitm.report.Report;
import org.sshlite.mitm.report.Table;
import org.sshlite.mitm.report.Versions;

/** {@code ssh-lite-mitm server -- HOST:PORT}: what a hostile client can send, to a server. */
final class ServerCommand {
  static final Set<String> VALUED = Reporting.with("--user", "--identity", "--password-file");

  /** A flag that nobody types by mistake: without it, loopback addresses only. */
  private static final String OWN = "--i-own-it";

  static final Set<String> FLAGS = Set.of(OWN);

  private static final int PORT = 22;
  private static final int LIMIT_SECONDS = 10;

  /** A stranger to every server. */
  private static final String NOBODY = "ssh-lite-mitm";

  private ServerCommand() {}

  static int run(List<String> words, PrintStream out, PrintStream err)
      throws UsageException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    ServerOptions options = options(arguments);
    List<Probe> probes = new Selection<>(Probes.all()).of(arguments);
    Baseline baseline = Reporting.baseline(arguments);
    String target = ProxyCommand.text(options.address());
    out.println("acts on: " + target);
    Instant begin = Instant.now();
    ServerBench bench = new ServerBench(options);
    List<Finding> findings;
    try {
      findings = bench.run(probes, finding -> out.println(Table.line(finding)));
    } catch (ControlFailedException e) {
      err.println("ssh-lite-mitm: " + e.getMessage());
      return Main.UNUSABLE;
    }
    Report report =
        new Report(
            arguments.last("--title").orElse(target),
            arguments.rest(),
            begin,
            Versions.with(bench.serverIdentification()),
            baseline,
            findings);
    return Reporting.end(arguments, report, out);
  }

  private static ServerOptions options(Arguments arguments) throws UsageException, IOException {
    if (arguments.rest().size() != 1) {
      throw new UsageException("name one server: HOST:PORT; see: help");
    }
    InetSocketAddress address = ProxyCommand.address(arguments.rest().getFirst(), PORT);
    boolean here = address.getAddress().isLoopbackAddress();
    if (!here && !arguments.flags().contains(OWN)) {
      throw new UsageException(
          ProxyCommand.text(address)
              + " is not this machine: say "
              + OWN
              + " if it is yours, or its owner asked you");
    }
    return new ServerOptions(
        address,
        credentials(arguments, here),
        Duration.ofSeconds(arguments.number("--timeout", LIMIT_SECONDS)),
        arguments.number("--jobs", Runtime.getRuntime().availableProcessors()));
  }

  private static Credentials credentials(Arguments arguments, boolean here)
      throws UsageException, IOException {
    Optional<String> user = arguments.last("--user");
    Optional<String> identity = arguments.last("--identity");
    Optional<String> password = arguments.last("--password-file");
    if (user.isEmpty() && (identity.isPresent() || password.isPresent())) {
      throw new UsageException("--user is missing");
    }
    // no host key is checked here: a key gives nothing away, a password would
    if (password.isPresent() && !here) {
      throw new UsageException("--password-file is for a server on this machine only");
    }
    Optional<Signer> key = Optional.empty();
    if (identity.isPresent()) {
      key =
          Optional.of(
              PrivateKeyFile.read(Path.of(identity.get()), (_, _) -> Optional.empty()).key());
    }
    Optional<String> secret = Optional.empty();
    if (password.isPresent()) {
      secret = Files.readAllLines(Path.of(password.get())).stream().findFirst();
    }
    return new Credentials(user.orElse(NOBODY), key, secret);
  }
}
