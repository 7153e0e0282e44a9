package org.sshlite.tests.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.mitm.catalogue.Subject;
import org.sshlite.mitm.report.Baseline;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** The examples for pipelines, and the steps that they share. */
class PipelineTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath().getParent().resolve("docs/ci");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"github.yml", "gitlab.yml", "Jenkinsfile"})
  void each_runs_the_steps_and_keeps_the_reports(String name) throws Exception {
    assertThat(EXAMPLES.resolve(name))
        .content()
        .contains("sh ci/mitm.sh", "SSH_LITE_URL", "SSH_LITE_SHA256", "mitm.xml", "mitm.json");
  }

  /** Of the manipulations one, for time; the rest is as it stands. */
  @Test
  void the_steps_unpack_the_bench_and_try_ssh_against_a_baseline() throws Exception {
    Peers.require("ssh", "curl");
    Path archive = archive("host-key-changed");
    Files.writeString(
        folder.resolve("mitm.baseline"),
        Baseline.of(List.of()).text(Subject.CLIENT, "ssh of the pipeline"));

    Finished steps = steps(archive, sha256(archive));

    assertThat(steps.status()).as(steps.toString()).isZero();
    assertThat(folder.resolve("mitm.xml")).content().contains("tests=\"1\"", "failures=\"0\"");
    assertThat(folder.resolve("mitm.json")).content().contains("host-key-changed");
  }

  @Test
  void an_archive_that_is_not_the_one_meant_is_not_unpacked() throws Exception {
    Peers.require("curl");

    Finished steps = steps(archive("host-key-changed"), "0".repeat(64));

    assertThat(steps.status()).isNotZero();
    assertThat(folder.resolve("ssh-lite")).doesNotExist();
  }

  private Finished steps(Path archive, String sha256) throws Exception {
    return Program.of("sh", EXAMPLES.resolve("mitm.sh").toString())
        .in(folder)
        .env("SSH_LITE_URL", archive.toUri().toString())
        .env("SSH_LITE_SHA256", sha256)
        .run();
  }

  /** As a release's, with the classes under test in place of its jars. */
  private Path archive(String manipulation) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("ssh-lite-0/bin"));
    Path bench = bin.resolve("ssh-lite-mitm");
    List<String> java = OurProgram.brief("org.sshlite.mitm.main.Main").command();
    Files.writeString(
        bench,
        "#!/bin/sh\ncommand=$1\nshift\nexec %s \"$command\" --only %s \"$@\"\n"
            .formatted(String.join(" ", java), manipulation));
    assertThat(bench.toFile().setExecutable(true)).isTrue();
    Path archive = folder.resolve("release.tar.gz");
    Finished tar = Program.of("tar", "-czf", archive.toString(), "ssh-lite-0").in(folder).run();
    assertThat(tar.status()).isZero();
    return archive;
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
