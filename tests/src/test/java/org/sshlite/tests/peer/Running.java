package org.sshlite.tests.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program that runs, and what it has said so far. Closing ends it and what it started. */
public final class Running implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** For what is still in the pipes of a program that has ended. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(30);

  private final List<String> command;
  private final Process process;
  private final Captured output;
  private final Captured errors;

  Running(List<String> command, Process process) {
    this.command = List.copyOf(command);
    this.process = process;
    this.output = new Captured(process.getInputStream());
    this.errors = new Captured(process.getErrorStream());
  }

  /**
   * Collects a stream on a thread of its own, so that the program never waits for us. One of the
   * platform: as many virtual ones as there are carriers that wait in calls of the system stop all
   * others, once the carriers that took their place were idle for 30 seconds (JDK 25).
   */
  private static final class Captured {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Captured(InputStream in) {
      thread = Thread.ofPlatform().daemon().start(() -> copy(in));
    }

    private void copy(InputStream in) {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          synchronized (bytes) {
            bytes.write(buffer, 0, count);
          }
        }
      } catch (IOException _) {
        // the process was ended while we read: what came is what there is
        return;
      }
    }

    byte[] soFar() {
      synchronized (bytes) {
        return bytes.toByteArray();
      }
    }

    byte[] all(Duration limit) {
      try {
        // a grandchild may hold the stream open for longer than we care
        thread.join(limit);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return soFar();
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Writes to its input; that it may have ended is for the test to find out by its status. */
  public void send(byte[] input) {
    try {
      process.getOutputStream().write(input);
      process.getOutputStream().flush();
    } catch (IOException _) {
      return;
    }
  }

  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      return;
    }
  }

  /** Asks it to end, as {@code kill} does. */
  public void terminate() {
    process.destroy();
  }

  public String output() {
    return new String(output.soFar(), StandardCharsets.UTF_8);
  }

  public String errors() {
    return new String(errors.soFar(), StandardCharsets.UTF_8);
  }

  /** Waits until the errors contain a text; fails at once when the program ends without it. */
  public void awaitErrors(String text) {
    await(0, text, errors);
  }

  public void awaitOutput(String text) {
    await(0, text, output);
  }

  /** Waits until the output contains a text behind its first {@code from} characters. */
  public void awaitOutput(int from, String text) {
    await(from, text, output);
  }

  private void await(int from, String text, Captured stream) {
    Awaitility.await(text)
        .atMost(PATIENCE)
        .until(() -> contains(stream, from, text) || !process.isAlive());
    if (!process.isAlive()) {
      stream.all(LAST_WORDS);
    }
    if (!contains(stream, from, text)) {
      throw new IllegalStateException(describe("ended without: " + text));
    }
  }

  private static boolean contains(Captured stream, int from, String text) {
    return new String(stream.soFar(), StandardCharsets.UTF_8).indexOf(text, from) >= 0;
  }

  public Finished awaitEnd() {
    return awaitEnd(PATIENCE);
  }

  public Finished awaitEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(describe("did not end within " + limit));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Finished(
        process.exitValue(),
        output.all(LAST_WORDS),
        new String(errors.all(LAST_WORDS), StandardCharsets.UTF_8));
  }

  private String describe(String problem) {
    return "%s: %s%n--- output%n%s%n--- errors%n%s"
        .formatted(String.join(" ", command), problem, output(), errors());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
