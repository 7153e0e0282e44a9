package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sshlite.mitm.report.Baseline;
import org.sshlite.mitm.report.HtmlReport;
import org.sshlite.mitm.report.JUnitReport;
import org.sshlite.mitm.report.JsonReport;
import org.sshlite.mitm.report.Report;
import org.sshlite.mitm.report.Table;

/** What {@code client} and {@code server} make of their findings. */
final class Reporting {
  /** The options of both that are about it, all with a value. */
  private static final Set<String> VALUED =
      Set.of(
          "--only",
          "--skip",
          "--timeout",
          "--jobs",
          "--title",
          "--report-json",
          "--report-junit",
          "--report-html",
          "--baseline",
          "--write-baseline");

  private Reporting() {}

  /** The options with a value, and more of a command's own. */
  static Set<String> with(String... own) {
    return Stream.concat(VALUED.stream(), Stream.of(own)).collect(Collectors.toUnmodifiableSet());
  }

  static Baseline baseline(Arguments arguments) throws UsageException, IOException {
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

  /** Prints the counts and writes the files; the exit status. */
  static int end(Arguments arguments, Report report, PrintStream out) throws IOException {
    out.print(Table.summary(report));
    for (String file : arguments.all("--write-baseline")) {
      Files.writeString(
          Path.of(file), Baseline.of(report.findings()).text(report.subject(), report.title()));
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
    return report.failures().isEmpty() ? Main.SOUND : Main.FOOLED;
  }
}
