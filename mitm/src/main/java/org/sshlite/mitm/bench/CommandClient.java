package org.sshlite.mitm.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A client that is a command line with placeholders in braces: run with nobody to ask, and killed
 * when its time is over.
 */
final class CommandClient implements Client {
  /** Bytes kept of what it puts out; the rest is read and dropped. */
  private static final int KEPT = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final List<String> command;

  CommandClient(List<String> command) {
    this.command = List.copyOf(command);
  }

  @Override
  public boolean readsKnownHosts() {
    return command.stream().anyMatch(argument -> argument.contains("{known_hosts}"));
  }

  private List<String> fill(Map<String, String> place) {
    return command.stream().map(argument -> fill(argument, place)).toList();
  }

  private static String fill(String argument, Map<String, String> place) {
    String filled = argument;
    for (Map.Entry<String, String> entry : place.entrySet()) {
      filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
    }
    return filled;
  }

  @Override
  public Outcome connect(Map<String, String> place, Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(detached(fill(place)));
    Map<String, String> environment = builder.environment();
    environment.put("HOME", place.getOrDefault("home", ""));
    // what the user has of his own stays out of the play
    List.of("SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "WAYLAND_DISPLAY")
        .forEach(environment::remove);
    builder.redirectInput(new File("/dev/null"));
    Process process = builder.start();
    CompletableFuture<String> output = drain(process.getInputStream());
    CompletableFuture<String> errors = drain(process.getErrorStream());
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    try {
      Optional<Integer> status = ended ? Optional.of(process.exitValue()) : Optional.empty();
      return new Outcome(status, output.get(), errors.get());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Without a controlling terminal, where that can be had: then nobody can be asked. */
  private static List<String> detached(List<String> command) {
    for (String folder : List.of("/usr/bin", "/bin")) {
      Path setsid = Path.of(folder, "setsid");
      if (Files.isExecutable(setsid)) {
        List<String> wrapped = new ArrayList<>(List.of(setsid.toString(), "--wait"));
        wrapped.addAll(command);
        return wrapped;
      }
    }
    return command;
  }

  private static CompletableFuture<String> drain(InputStream in) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              StringBuilder kept = new StringBuilder();
              byte[] chunk = new byte[CHUNK];
              try (in) {
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                  if (kept.length() < KEPT) {
                    kept.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
                  }
                }
              } catch (IOException _) {
                kept.append(""); // killed: what there was is what it said
              }
              result.complete(kept.toString());
            });
    return result;
  }
}
