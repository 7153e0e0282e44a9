package org.sshlite.program.config;

/**
 * A configuration that cannot be used. Its message is a line for each mistake: where, then what is
 * wrong.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean ofLine;

  /** For what belongs to no line, such as a file that cannot be read. */
  public ConfigException(String message) {
    super(message);
    ofLine = false;
  }

  /**
   * @param source the file, or {@link ConfigLine#COMMAND_LINE}
   * @param line from 1; 0 on the command line
   */
  public ConfigException(String source, int line, String message) {
    super(source + " line " + line + ": " + message);
    ofLine = true;
  }

  /** Whether a single line is wrong, so that those behind it can be looked at too. */
  boolean isOfLine() {
    return ofLine;
  }
}
