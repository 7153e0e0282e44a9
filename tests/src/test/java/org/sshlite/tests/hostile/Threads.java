package org.sshlite.tests.hostile;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The threads of this process, virtual ones too. */
final class Threads {
  /** As the dump has it: {@code #21 "name" virtual …}. */
  private static final Pattern THREAD = Pattern.compile("(?m)^#\\d+ \"([^\"]*)\"");

  /** Apache MINA's and sshj's may outlast the tests that started them. */
  private static final Pattern FOREIGN = Pattern.compile("sshd-Ssh(Client|Server)\\[.*|sshj-.*");

  private Threads() {}

  /** Names of live threads that our libraries have started. */
  static List<String> ours() {
    return THREAD
        .matcher(dump())
        .results()
        .map(found -> found.group(1))
        .filter(name -> name.startsWith("ssh") && !FOREIGN.matcher(name).matches())
        .toList();
  }

  private static String dump() {
    try {
      Path folder = Files.createTempDirectory("threads");
      Path file = folder.resolve("dump");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      String text = Files.readString(file);
      Files.delete(file);
      Files.delete(folder);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
