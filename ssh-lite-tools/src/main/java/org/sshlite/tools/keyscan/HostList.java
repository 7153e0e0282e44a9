package org.sshlite.tools.keyscan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.tools.Console;

/** The hosts to scan, from files and arguments, in order. Read while they are scanned. */
final class HostList {
  /** Takes the hosts, one by one. */
  @FunctionalInterface
  interface Consumer {
    void accept(Target target) throws IOException;
  }

  private final Console console;
  private final Consumer consumer;

  HostList(Console console, Consumer consumer) {
    this.console = console;
    this.consumer = consumer;
  }

  /**
   * @param file {@code -} for standard input
   */
  void file(String file) throws ToolException, IOException {
    boolean stdin = file.equals("-");
    try (InputStream opened = stdin ? InputStream.nullInputStream() : open(file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(stdin ? console.in() : opened, StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        int comment = line.indexOf('#');
        host((comment < 0 ? line : line.substring(0, comment)).stripTrailing());
      }
    }
  }

  private static InputStream open(String file) throws ToolException {
    try {
      return Files.newInputStream(Path.of(file));
    } catch (IOException e) {
      throw ToolException.fatal(
          Program.NAME + ": " + Printable.line(file) + ": " + ConfigFile.reason(e));
    }
  }

  void host(String line) throws IOException {
    Optional<AddressRange> range = AddressRange.parse(line.strip());
    if (range.isPresent()) {
      for (String address : range.get()) {
        consumer.accept(new Target(List.of(address), address));
      }
      return;
    }
    Optional<Target> target = Target.parse(line);
    if (target.isPresent()) {
      consumer.accept(target.get());
    }
  }
}
