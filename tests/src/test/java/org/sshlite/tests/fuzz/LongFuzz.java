package org.sshlite.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jazzer on each target for "fuzz.minutes": {@code mvn verify -P fuzz -Dfuzz.minutes=10}, of one
 * target alone with {@code -Dfuzz.targets=krl}. What it finds is in target/fuzz, and belongs into
 * {@link FuzzTest#FOUND} once it is mended.
 */
class LongFuzz {
  private static final Path FOLDER = Path.of("target/fuzz");
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

  static Stream<Target> targets() {
    String only = System.getProperty("fuzz.targets", "");
    return Targets.ALL.stream()
        .filter(target -> target.name().matches(only.isEmpty() ? ".*" : only));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothing_is_found(Target target) throws Exception {
    long seconds = Long.getLong("fuzz.minutes") * 60;
    Path folder = Files.createDirectories(FOLDER.resolve(target.name()));
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(target, folder, seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(jazzer.waitFor()).as(log.toString()).isZero();
  }

  private static List<String> command(Target target, Path folder, long seconds) throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx1g",
        "-ea:org.sshlite...",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "-Dfuzz.target=" + target.name(),
        JAZZER,
        "--target_class=" + CoverageGuided.class.getName(),
        "--instrumentation_includes=org.sshlite.**",
        "--custom_hook_includes=org.sshlite.**",
        // ours is what the properties say; these look for what their authors thought of
        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
        "-max_total_time=" + seconds,
        "-rss_limit_mb=4096",
        "-artifact_prefix=" + folder + "/",
        "--reproducer_path=" + folder,
        corpus(target, folder).toString());
  }

  /** What was reached in earlier runs stays, and leads on from there. */
  private static Path corpus(Target target, Path folder) throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    List<byte[]> seeds = new ArrayList<>(target.seeds().get());
    seeds.addAll(FuzzTest.found(target));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    return corpus;
  }
}
