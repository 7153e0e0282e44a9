package org.sshlite.mitm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Manipulation;

/** The bench against clients that others wrote. */
class PeerTest {
  private static final List<String> SSH =
      List.of(
          "ssh",
          "-F",
          "none",
          "-o",
          "BatchMode=yes",
          "-o",
          "UserKnownHostsFile={known_hosts}",
          "-o",
          "GlobalKnownHostsFile=/dev/null",
          "-o",
          "IdentitiesOnly=yes",
          "-i",
          "{identity}",
          "-p",
          "{port}",
          "{user}@{host}",
          "run");

  private static final Bench BENCH =
      new Bench(new Options(SSH, KexMethods.DEFAULT_OF_CLIENT, Duration.ofSeconds(20), 4, false));

  private static void require(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if ("required".equals(System.getProperty("peers"))) {
      assertThat(there).as("%s is installed", program).isTrue();
    }
    assumeTrue(there, program + " is not installed");
  }

  private static List<Finding> run(List<String> command, String... patterns) throws Exception {
    List<Manipulation> manipulations =
        Stream.of(patterns).flatMap(pattern -> Catalogue.matching(pattern).stream()).toList();
    return BENCH.with(new CommandClient(command)).run(manipulations, _ -> {});
  }

  @Test
  void ssh_notices_other_host_keys_and_forged_signatures() throws Exception {
    require("ssh");

    assertThat(run(SSH, "host-key-*", "signature-*", "kexinit-kex-*"))
        .allSatisfy(
            finding ->
                assertThat(finding.verdict())
                    .as(finding.entry().label())
                    .isEqualTo(Verdict.NOTICED));
  }

  @Test
  void ssh_that_checks_no_host_key_is_fooled_on_first_use_and_after_a_change() throws Exception {
    require("ssh");
    List<String> careless = new ArrayList<>(SSH);
    careless.addAll(1, List.of("-o", "StrictHostKeyChecking=no"));

    assertThat(run(careless, "host-key-unknown", "host-key-changed"))
        .allSatisfy(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.FOOLED);
              assertThat(finding.reason()).contains("a usable signature", "exec run");
            });
  }

  @Test
  void dbclient_notices_a_changed_host_key() throws Exception {
    require("dbclient");

    assertThat(
            run(
                List.of(
                    "dbclient",
                    "-p",
                    "{port}",
                    "-i",
                    "{identity_dropbear}",
                    "{user}@{host}",
                    "run"),
                "host-key-changed"))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.NOTICED);
  }

  @Test
  void plink_notices_a_changed_host_key() throws Exception {
    require("plink");

    assertThat(
            run(
                List.of(
                    "plink",
                    "-ssh",
                    "-batch",
                    "-noagent",
                    "-no-antispoof",
                    "-hostkey",
                    "{fingerprint}",
                    "-pw",
                    "{password}",
                    "-P",
                    "{port}",
                    "{user}@{host}",
                    "run"),
                "host-key-changed"))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.NOTICED);
  }
}
