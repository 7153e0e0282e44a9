package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.bench.Bench;
import org.sshlite.mitm.bench.ControlFailedException;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Options;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.report.Baseline;
import org.sshlite.mitm.report.Report;
import org.sshlite.mitm.report.Table;
import org.sshlite.mitm.report.Versions;

/** {@code ssh-lite-mitm client -- COMMAND}: the catalogue against a client. */
final class ClientCommand {
  static final Set<String> VALUED = Reporting.with("--kex");
  static final Set<String> FLAGS = Set.of("--keep-secrets");

  private static final int LIMIT_SECONDS = 10;

  private ClientCommand() {}

  static int run(List<String> words, PrintStream out, PrintStream err)
      throws UsageException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    Options options = options(arguments);
    List<Manipulation> manipulations = new Selection<>(Catalogue.all()).of(arguments);
    Baseline baseline = Reporting.baseline(arguments);
    out.println("acts on: " + String.join(" ", options.command()));
    out.println("         (that command alone, against servers of its own on 127.0.0.1)");
    Instant begin = Instant.now();
    Bench bench = new Bench(options);
    List<Finding> findings;
    try {
      findings = bench.run(manipulations, finding -> out.println(Table.line(finding)));
    } catch (ControlFailedException e) {
      err.println("ssh-lite-mitm: the client fails with nothing manipulated: " + e.getMessage());
      return Main.UNUSABLE;
    }
    String title = arguments.last("--title").orElse(options.command().getFirst());
    Versions versions = Versions.with(bench.clientIdentification());
    Report report = new Report(title, options.command(), begin, versions, baseline, findings);
    return Reporting.end(arguments, report, out);
  }

  private static Options options(Arguments arguments) throws UsageException {
    if (arguments.rest().isEmpty()) {
      throw new UsageException("no client command; see: help");
    }
    Options options = unchecked(arguments);
    if (!options.unknownPlaceholders().isEmpty()) {
      throw new UsageException(
          "unknown placeholder {" + options.unknownPlaceholders().getFirst() + "}; see: help");
    }
    return options;
  }

  private static Options unchecked(Arguments arguments) throws UsageException {
    return new Options(
        arguments.rest(),
        kexMethods(arguments),
        Duration.ofSeconds(arguments.number("--timeout", LIMIT_SECONDS)),
        arguments.number("--jobs", Runtime.getRuntime().availableProcessors()),
        arguments.flags().contains("--keep-secrets"));
  }

  private static List<String> kexMethods(Arguments arguments) throws UsageException {
    List<String> wanted = new ArrayList<>();
    for (String list : arguments.all("--kex")) {
      wanted.addAll(Arrays.asList(list.split(",")));
    }
    for (String name : wanted) {
      if (!name.equals(GroupExchange.NAME) && KexMethods.byName(name).isEmpty()) {
        throw new UsageException("--kex: not known: " + name);
      }
    }
    return wanted.isEmpty() ? KexMethods.DEFAULT_OF_CLIENT : wanted;
  }
}
