package org.sshlite.tests.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, a parser reads or refuses them, by the exception that it declares. */
@Timeout(120)
class FuzzTest {
  /** Inputs that once were read wrongly, a file each in the folder of their target. */
  static final Path FOUND = Path.of("src/test/resources/fuzz");

  static List<Target> targets() {
    return Targets.ALL;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void any_bytes_are_read_or_refused(Target target) throws IOException {
    List<byte[]> seeds = new ArrayList<>(target.seeds().get());
    seeds.addAll(found(target));
    int runs = Boolean.getBoolean("whole") ? target.runs() : target.runs() / 2;
    Mutation mutation = new Mutation(new Random(19), seeds);
    for (byte[] seed : seeds) {
      Trial.of(target, seed);
      for (int i = 0; i < runs; i++) {
        Trial.of(target, mutation.of(seed));
      }
    }
    Trial.of(target, new byte[0]);
  }

  static List<byte[]> found(Target target) throws IOException {
    Path folder = FOUND.resolve(target.name());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }
}
