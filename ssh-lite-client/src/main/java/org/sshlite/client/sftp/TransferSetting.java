package org.sshlite.client.sftp;

import java.util.OptionalLong;
import org.sshlite.program.command.ToolException;
import org.sshlite.program.config.ByteSize;

/** {@code -X} of scp(1) and sftp(1): what would be under way at once. */
final class TransferSetting {
  private static final String BUFFER = "buffer=";
  private static final String REQUESTS = "nrequests=";

  /** Of both, in bytes and in requests: OpenSSH's limit. */
  private static final long MOST = 256 * 1024;

  private TransferSetting() {}

  static void judge(String text) throws ToolException {
    if (text.startsWith(BUFFER)) {
      String size = text.substring(BUFFER.length());
      OptionalLong bytes = ByteSize.parse(size);
      if (bytes.isEmpty() || bytes.getAsLong() < 1 || bytes.getAsLong() > MOST) {
        throw ToolException.fatal("Invalid buffer size \"" + size + "\": Invalid argument");
      }
    } else if (text.startsWith(REQUESTS)) {
      String number = text.substring(REQUESTS.length());
      String problem = problemOf(number);
      if (!problem.isEmpty()) {
        throw ToolException.fatal("Invalid number of requests \"" + number + "\": " + problem);
      }
    } else {
      throw ToolException.fatal("Invalid -X option");
    }
  }

  private static String problemOf(String number) {
    if (!number.matches("[0-9]{1,18}")) {
      return "invalid";
    }
    long value = Long.parseLong(number);
    return value < 1 ? "too small" : value > MOST ? "too large" : "";
  }
}
