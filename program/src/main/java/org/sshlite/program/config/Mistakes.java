package org.sshlite.program.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong in one file, kept until all of it was looked at. */
final class Mistakes {
  private final String source;
  private final List<String> lines = new ArrayList<>();

  Mistakes(String source) {
    this.source = source;
  }

  /**
   * Keeps a mistake of one line.
   *
   * @throws ConfigException for what ends the reading of the file; what was kept stands before it
   */
  void add(ConfigException mistake) throws ConfigException {
    lines.add(mistake.getMessage());
    if (!mistake.isOfLine()) {
      throw told();
    }
  }

  /**
   * @throws ConfigException when there was a mistake. Deviation: OpenSSH counts a single one, too;
   *     it is said in one line here. Its server ends at the first wrong value, and tells no more
   */
  void check() throws ConfigException {
    int count = lines.size();
    if (count > 1) {
      lines.add("%s: terminating, %d bad configuration options".formatted(source, count));
    }
    if (count > 0) {
      throw told();
    }
  }

  private ConfigException told() {
    return new ConfigException(String.join("\n", lines));
  }
}
