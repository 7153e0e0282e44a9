package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated files, read and edited by ssh-keygen and by us. */
class SshKeygenComparisonTest {
  @TempDir Path folder;
  private Path ours;
  private Path theirs;

  @BeforeEach
  void peer() {
    SshKeygen.require();
    ours = folder.resolve("ours");
    theirs = folder.resolve("theirs");
  }

  static IntStream seeds() {
    return GeneratedFile.seeds(6);
  }

  private String generate(int seed, boolean mayBreak) throws Exception {
    String text = new GeneratedFile(new Random(seed)).text(25, mayBreak);
    Files.writeString(ours, text, StandardCharsets.ISO_8859_1);
    Files.writeString(theirs, text, StandardCharsets.ISO_8859_1);
    return text;
  }

  private static String read(Path file) throws Exception {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lookups_find_the_same_lines(int seed) throws Exception {
    String text = generate(seed, true);
    for (String name : GeneratedFile.NAMES) {
      List<SshKeygen.Found> found =
          KnownHostsEdits.find(ours, name).stream()
              .map(line -> new SshKeygen.Found(line.number(), line.marker(), line.text()))
              .toList();
      assertThat(found).as("%s in%n%s", name, text).isEqualTo(SshKeygen.find(theirs, name));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void removing_a_host_leaves_the_same_file(int seed) throws Exception {
    String text = generate(seed, false);
    for (String name : GeneratedFile.NAMES) {
      KnownHostsEdits.remove(ours, name);
      SshKeygen.run("-R", name, "-f", theirs);
      assertThat(read(ours)).as("without %s%n%s", name, text).isEqualTo(read(theirs));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hashing_makes_the_same_lines_up_to_their_salt(int seed) throws Exception {
    String text = generate(seed, false);
    FileEdit edit = KnownHostsEdits.hash(ours);
    SshKeygen.run("-H", "-f", theirs);
    if (!edit.changed().isEmpty()) { // ssh-keygen ends the last line even if it hashes none
      assertThat(unhash(read(ours))).as(text).isEqualTo(unhash(read(theirs)));
    }
  }

  /** Each hashed name replaced by those of the names that it stands for. */
  private static List<String> unhash(String text) {
    return text.lines()
        .map(
            line -> {
              int end = line.indexOf(' ');
              String names = line.startsWith("|1|") && end > 0 ? line.substring(0, end) : "";
              return HashedName.isWellFormed(names) ? named(names) + line.substring(end) : line;
            })
        .toList();
  }

  private static String named(String hashed) {
    return GeneratedFile.NAMES.stream()
        .filter(name -> new NameMatcher(name).matches(hashed))
        .findFirst()
        .orElse("(another name)");
  }
}
