package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.report.HtmlReport;
import org.sshlite.mitm.report.JUnitReport;
import org.sshlite.mitm.report.JsonReport;
import org.sshlite.mitm.report.Report;
import org.sshlite.mitm.report.Table;

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
          "--report-html");
  static final Set<String> FLAGS = Set.of("--keep-secrets");

  private static final int LIMIT_SECONDS = 10;

  private ClientCommand() {}

  static int run(List<String> words, PrintStream out, PrintStream err)
      throws UsageException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    Options options = options(arguments);
    List<Manipulation> manipulations = Selection.of(arguments);
    out.println("acts on: " + String.join(" ", options.command()));
    out.println("         (that command alone, against servers of its own on 127.0.0.1)");
    Instant begin = Instant.now();
    List<Finding> findings;
    try {
      findings = new Bench(options).run(manipulations, finding -> out.println(Table.line(finding)));
    } catch (ControlFailedException e) {
      err.println("ssh-lite-mitm: the client fails with nothing manipulated: " + e.getMessage());
      return Main.UNUSABLE;
    }
    String title = arguments.last("--title").orElse(options.command().getFirst());
    Report report = new Report(title, options.command(), begin, findings);
    out.print(Table.summary(report));
    write(arguments, report);
    return report.count(Verdict.FOOLED) > 0 ? Main.FOOLED : Main.SOUND;
  }

  private static Options options(Arguments arguments) throws UsageException {
    if (arguments.rest().isEmpty()) {
      throw new UsageException("no client command; see: help");
    }
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
