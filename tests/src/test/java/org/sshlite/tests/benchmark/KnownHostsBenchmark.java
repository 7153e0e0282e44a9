package org.sshlite.tests.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.knownhosts.HostName;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.KnownHostsEdits;
import org.sshlite.knownhosts.Verdict;

/**
 * A host looked up in known_hosts, half of whose lines have hashed names: a file is read anew for
 * each connection. Beside it the whole process of ssh-keygen -F, where that is installed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class KnownHostsBenchmark {
  @Param({"100", "100000"})
  public int lines;

  private final PublicKey key;
  private Path folder;
  private Path file;
  private KnownHosts knownHosts;

  public KnownHostsBenchmark() {
    try (PrivateKey pair = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      key = pair.publicKey();
    }
  }

  @Setup
  public void write() throws IOException {
    folder = Files.createTempDirectory("known-hosts");
    file = folder.resolve("known_hosts");
    write(0, lines / 2);
    KnownHostsEdits.hash(file);
    List<String> hashed = Files.readAllLines(file);
    write(lines / 2, lines);
    List<String> mixed = new ArrayList<>();
    List<String> plain = Files.readAllLines(file);
    for (int i = 0; i < lines / 2; i++) {
      mixed.add(plain.get(i));
      mixed.add(hashed.get(i));
    }
    Files.write(file, mixed);
    knownHosts = KnownHosts.open(List.of(file), List.of());
  }

  private void write(int from, int to) throws IOException {
    List<String> text = new ArrayList<>();
    for (int i = from; i < to; i++) {
      text.add(host(i) + " " + new PublicKeyLine("", key, ""));
    }
    Files.write(file, text);
  }

  private static String host(int number) {
    return "host-" + number + ".example.com";
  }

  @TearDown(Level.Trial)
  public void delete() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(folder);
  }

  /** What a client does. */
  @Benchmark
  public Verdict verify() throws IOException {
    Verdict verdict = knownHosts.verify(HostName.of(host(lines - 1)), key);
    if (!(verdict instanceof Verdict.Trusted)) {
      throw new AssertionError(verdict);
    }
    return verdict;
  }

  /** Without its start it would be some milliseconds less. */
  @Benchmark
  public int sshKeygen() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("ssh-keygen", "-F", host(lines - 1), "-f", file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError("ssh-keygen did not find the host");
    }
    return process.exitValue();
  }
}
