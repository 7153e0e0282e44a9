package org.sshlite.tests.sftp;

import java.nio.file.Path;

/** What an sftp has said. */
final class SftpOutput {
  private SftpOutput() {}

  /** Without what two runs on one machine have different: the folder, the time, space in use. */
  static String comparable(String text, Path folder) {
    return text.replace(folder.toString(), "HERE")
        .replaceAll("[A-Z][a-z]{2} [ \\d]\\d (\\d\\d:\\d\\d)", "NOW")
        .replaceAll("(?m)^ +[\\d.]+[KMGT]?B?( +[\\d.]+[KMGT]?B?)* +\\d+%", "SPACE");
  }
}
