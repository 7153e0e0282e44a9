package org.sshlite.client.config;

import java.util.function.Predicate;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/**
 * That a keyword has no effect here yet, and what is said when somebody asks for one.
 *
 * @param harmless values that ask for nothing
 * @param grave values that would give more than the user wants to give, if they were left out
 * @param instead what does the same, behind the message; may be empty
 */
record Lack<T>(Predicate<T> harmless, Predicate<T> grave, String instead) {
  /**
   * @param standard what holds without the line: nobody is told that it does
   * @param administrators whether the line is not the user's, who could not mend it
   * @throws ConfigException when the line may not be left out
   */
  void judge(
      String keyword, ConfigLine line, T value, T standard, boolean administrators, StderrLog log)
      throws ConfigException {
    if (harmless.test(value)) {
      return;
    }
    if (grave.test(value)) {
      throw line.error(keyword + " is not supported yet, and to ignore it would be unsafe");
    }
    if (!value.equals(standard)) {
      log.log(
          administrators ? LogLevel.DEBUG1 : LogLevel.INFO,
          line.error(keyword + " is not supported yet: ignored" + instead).getMessage());
    }
  }
}
