package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sshlite.tests.peer.Target;

/** A folder goes to the server and comes back as it was. */
final class TreeRound {
  /** What is in the folder. */
  static final List<String> FILES =
      List.of("large", "empty", "inner/a name", "inner/ä", "inner/deeper/one");

  private static final int LARGE = 3_000_001;
  private static final long MODIFIED = 1_000_000_001;

  private TreeRound() {}

  /**
   * @param target a server on this machine
   * @param scratch a folder with nothing in it
   */
  static void move(FileDriver.Tree program, Target target, Path scratch) throws IOException {
    Path tree = make(scratch.toRealPath().resolve("tree"));
    Path served = Files.createDirectory(tree.resolveSibling("served"));
    Path copy = tree.resolveSibling("copy");
    program.copy(target, tree, served, copy);
    assertThat(served).isNotEmptyDirectory();
    assertThat(listing(copy, program.keepsTimes())).isEqualTo(listing(tree, program.keepsTimes()));
  }

  private static Path make(Path tree) throws IOException {
    Files.createDirectories(tree.resolve("inner/deeper"));
    Random random = new Random(4);
    for (String name : FILES) {
      byte[] content = new byte[size(name)];
      random.nextBytes(content);
      Path file = Files.write(tree.resolve(name), content);
      Files.setLastModifiedTime(file, FileTime.from(MODIFIED, TimeUnit.SECONDS));
    }
    return tree;
  }

  private static int size(String name) {
    return switch (name) {
      case "large" -> LARGE;
      case "empty" -> 0;
      default -> 7;
    };
  }

  private static List<String> listing(Path root, boolean times) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(file -> line(root, file, times)).sorted().toList();
    }
  }

  private static String line(Path root, Path file, boolean times) {
    String name = root.relativize(file).toString();
    try {
      if (Files.isDirectory(file)) {
        return name + "/";
      }
      String content = name + " " + Arrays.hashCode(Files.readAllBytes(file));
      return times ? content + " " + Files.getLastModifiedTime(file).to(TimeUnit.SECONDS) : content;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
