package org.sshlite.sshd.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How many threads and processes there may be of this process, its sessions' among them: the least
 * that the system and its control group (cgroups(7)) say. Root has no other limit.
 */
public final class Tasks {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  private Tasks() {}

  /** Empty where nobody says. */
  public static OptionalLong most() {
    LongStream system =
        LongStream.concat(
            number(Path.of("/proc/sys/kernel/threads-max")),
            number(Path.of("/proc/sys/kernel/pid_max")));
    return LongStream.concat(
            system, limits(GROUPS, lines(Path.of("/proc/self/cgroup"))).stream().mapToLong(n -> n))
        .min();
  }

  /**
   * Of a group and those that it is in.
   *
   * @param memberships lines of /proc/self/cgroup, of either version
   */
  static List<Long> limits(Path mount, List<String> memberships) {
    List<Long> limits = new ArrayList<>();
    for (String line : memberships) {
      String[] fields = line.split(":", 3);
      boolean second = fields.length == 3 && fields[0].equals("0") && fields[1].isEmpty();
      if (second || fields.length == 3 && fields[1].equals("pids")) {
        Path root = second ? mount : mount.resolve("pids");
        Path folder = root.resolve(fields[2].replaceFirst("^/+", "")).normalize();
        for (; folder.startsWith(root); folder = folder.getParent()) {
          number(folder.resolve("pids.max")).forEach(limits::add);
        }
      }
    }
    return limits;
  }

  private static LongStream number(Path file) {
    return lines(file).stream()
        .limit(1)
        .filter(line -> line.matches("[0-9]{1,18}")) // else "max"
        .mapToLong(Long::parseLong);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }
}
