package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A program to be run: its arguments, environment, input and time limit. */
public final class Program {
  /** Far above what anything here takes, for a machine with other things to do. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(90);

  private final List<String> command;
  private final Map<String, String> environment = new TreeMap<>();
  private byte[] input = new byte[0];
  private @Nullable Path inputFile;
  private @Nullable Path outputFile;
  private @Nullable Path folder;

  private Program(List<String> command) {
    this.command = new ArrayList<>(command);
  }

  public static Program of(String... command) {
    return new Program(List.of(command));
  }

  public static Program of(Path executable, String... arguments) {
    return of(executable.toString()).with(arguments);
  }

  /** Adds arguments. */
  public Program with(String... arguments) {
    command.addAll(Arrays.asList(arguments));
    return this;
  }

  /** Has it started with a signal ignored: {@code HUP}. */
  public Program ignoring(String signal) {
    command.addAll(0, List.of("sh", "-c", "trap '' " + signal + "; exec \"$@\"", "sh"));
    return this;
  }

  /** Has another program start it, whose last arguments it is. */
  public Program by(String... starter) {
    command.addAll(0, List.of(starter));
    return this;
  }

  public Program env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Program env(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  public Program in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  /** Standard input; it is empty otherwise. */
  public Program input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  public Program input(Path file) {
    inputFile = file;
    return this;
  }

  /** Standard output goes into a file. */
  public Program output(Path file) {
    outputFile = file;
    return this;
  }

  public List<String> command() {
    return List.copyOf(command);
  }

  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Starts it with the input given, and waits for its end. */
  public Finished run() {
    return run(TIME_LIMIT);
  }

  public Finished run(Duration limit) {
    try (Running running = start()) {
      running.send(input);
      running.endInput();
      return running.awaitEnd(limit);
    }
  }

  /** Runs it and insists on success. */
  public String runWell() {
    Finished finished = run();
    if (finished.status() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + finished);
    }
    return finished.text();
  }

  /** Starts it; its input stays open. */
  public Running start() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    if (inputFile != null) {
      builder.redirectInput(inputFile.toFile());
    }
    if (outputFile != null) {
      builder.redirectOutput(outputFile.toFile());
    }
    try {
      return new Running(command, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
