package org.sshlite.tests.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.ForeignFiles;
import org.sshlite.tests.sftp.foreign.JschFiles;
import org.sshlite.tests.sftp.foreign.MinaFiles;

/** Clients written in Java, all with one server. */
final class JavaClients {
  private static final double MULTIPLE = 5;
  private static final String OURS = "ssh-lite";

  private final Target target;
  private final Sources sources;
  private final Amount amount;

  JavaClients(Target target, Sources sources, Amount amount) {
    this.target = target;
    this.sources = sources;
    this.amount = amount;
  }

  private interface Move {
    void run(Path source, Path to) throws Exception;
  }

  void run(Goals goals) throws Exception {
    for (String way : List.of("get", "put")) {
      Map<String, Figures> rates = new LinkedHashMap<>();
      try (SshClient client =
              SshClient.create(
                  OurLibrary.options(
                      TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
          ClientSession session = client.connect(OurLibrary.destination(target));
          SftpClient files = session.files()) {
        Transfers transfers = new Transfers(files, TransferOptions.DEFAULT.withAtomic(false));
        measure(
            rates,
            way,
            OURS,
            way.equals("get")
                ? (source, to) -> transfers.get(source.toString(), to)
                : (source, to) -> transfers.put(source, to.toString()));
      }
      foreign(rates, way, "MINA SSHD", MinaFiles::connect);
      foreign(rates, way, "JSch", JschFiles::connect);
      String best =
          rates.keySet().stream()
              .filter(name -> !name.equals(OURS))
              .max(Comparator.comparingDouble(name -> rates.get(name).median()))
              .orElseThrow();
      goals.add(
          "%s of %d MiB, library".formatted(way, amount.megabytes()),
          Wanted.atLeast(MULTIPLE, "× " + best + ", the best of " + rates.keySet()),
          Measured.ratio(rates.get(OURS), rates.get(best), "MB/s"),
          amount.rounds() + " rounds, warm, with sshd-lite");
    }
  }

  private void foreign(Map<String, Figures> rates, String way, String name, ForeignFiles.Peer peer)
      throws Exception {
    try (ForeignFiles files = peer.connect(target)) {
      measure(
          rates,
          way,
          name,
          way.equals("get")
              ? (source, to) -> files.get(source.toString(), to)
              : (source, to) -> files.put(source, to.toString()));
    }
  }

  private void measure(Map<String, Figures> rates, String way, String name, Move move)
      throws Exception {
    Path source = sources.large(amount.megabytes());
    for (int round = -amount.warming(); round < amount.rounds(); round++) {
      Path to = sources.target();
      long start = System.nanoTime();
      move.run(source, to);
      double seconds = (System.nanoTime() - start) / 1e9;
      Sources.check(source, to);
      double rate = amount.megabytes() * (double) (1 << 20) / 1e6 / seconds;
      System.err.printf("%s by %s: %.1f MB/s%n", way, name, rate);
      if (round >= 0) {
        rates.computeIfAbsent(name, _ -> new Figures()).add(rate);
      }
    }
  }
}
