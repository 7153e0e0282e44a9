package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.bench.Bench;
import org.sshlite.mitm.bench.ControlFailedException;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Options;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.report.Baseline;
import org.sshlite.mitm.report.HtmlReport;
import org.sshlite.mitm.report.JUnitReport;
import org.sshlite.mitm.report.JsonReport;
import org.sshlite.mitm.report.Report;
import org.sshlite.mitm.report.Table;
import org.sshlite.mitm.report.Versions;

/** {@code ssh-lite-mitm client -- COMMAND}: the catalogue against a client. */
final class ClientCommand {
  static final Set<String> VALUED =
      Set.of(
          "--only",
          "--skip",
          "--kex",
          "--timeout",
          "--jobs",
          "--title",
          "--report-json",
          "--report-junit",
          "--report-html",
          "--baseline",
          "--write-baseline");
  static final Set<String> FLAGS = Set.of("--keep-secrets");

  private static final int LIMIT_SECONDS = 10;

  private ClientCommand() {}

  static int run(List<String> words, PrintStream out, PrintStream err)
      throws UsageException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    Options options = options(arguments);
    List<Manipulation> manipulations = Selection.of(arguments);
    Baseline baseline = baseline(arguments);
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
    out.print(Table.summary(report));
    write(arguments, report);
    return report.failures().isEmpty() ? Main.SOUND : Main.FOOLED;
  }

  private static Baseline baseline(Arguments arguments) throws UsageException, IOException {
    Optional<String> file = arguments.last("--baseline");
    if (file.isEmpty()) {
      return Baseline.NONE;
    }
    try {
      return Baseline.parse(file.get(), Files.readAllLines(Path.of(file.get())));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (CharacterCodingException e) {
      throw new UsageException(file.get() + ": not text in UTF-8");
    }
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

  private static void write(Arguments arguments, Report report) throws IOException {
    for (String file : arguments.all("--write-baseline")) {
      Files.writeString(Path.of(file), Baseline.of(report.findings()).text(report.title()));
    }
    for (String file : arguments.all("--report-json")) {
      Files.writeString(Path.of(file), JsonReport.of(report));
    }
    for (String file : arguments.all("--report-junit")) {
      Files.writeString(Path.of(file), JUnitReport.of(report));
    }
    for (String file : arguments.all("--report-html")) {
      Files.writeString(Path.of(file), HtmlReport.of(report));
    }
  }
}
