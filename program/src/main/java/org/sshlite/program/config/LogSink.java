package org.sshlite.program.config;

/** Takes lines of a log that are to be shown. Any thread. */
public interface LogSink {
  /**
   * Must not wait for others: event loops log.
   *
   * @param number of the connection it is about; 0 for none
   * @param message one line, without its end
   */
  void write(LogLevel level, long number, String message);

  /**
   * Waits until what was written has left, for no more than a moment.
   *
   * @return whether it has
   */
  default boolean flush() {
    return true;
  }
}
