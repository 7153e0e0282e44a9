package org.sshlite.program.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.file.WholeFile;

/** Reads configuration files and options given as {@code keyword=value}. */
public final class ConfigFile {
  /** A hundred thousand blocks of Host; a device without an end must not fill the memory. */
  static final int MOST_BYTES = 16 * 1024 * 1024;

  private ConfigFile() {}

  /** What takes the lines of a file, one by one. */
  @FunctionalInterface
  public interface Reader {
    void take(ConfigLine line) throws ConfigException;
  }

  /**
   * Hands the lines that hold a keyword over, in their order, those behind a wrong one too: a file
   * is mended in one go.
   *
   * @throws ConfigException with a line for each mistake
   */
  public static void read(Path file, Reader reader) throws ConfigException {
    Mistakes mistakes = new Mistakes(file.toString());
    int number = 0;
    for (String text : text(file).split("\n", -1)) {
      number++;
      try {
        Optional<ConfigLine> line = ConfigLine.parse(file.toString(), number, text);
        if (line.isPresent()) {
          reader.take(line.get());
        }
      } catch (ConfigException e) {
        mistakes.add(e);
      }
    }
    mistakes.check();
  }

  /** Lets a file that is a pipe be read more than once, here and by what is started from here. */
  public static void keep(Path file) throws ConfigException {
    try {
      KeptPipe.keep(file, MOST_BYTES);
    } catch (IOException e) {
      throw new ConfigException(file + ": " + reason(e));
    }
  }

  private static String text(Path file) throws ConfigException {
    try {
      // what is not UTF-8, mostly in comments, is replaced rather than refused
      return new String(WholeFile.read(file, MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException(file + ": " + reason(e));
    }
  }

  /** The lines that hold a keyword, of text that is at hand, up to the first mistake. */
  public static List<ConfigLine> parse(String source, String text) throws ConfigException {
    List<ConfigLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      ConfigLine.parse(source, ++number, line).ifPresent(lines::add);
    }
    return List.copyOf(lines);
  }

  /** What stands behind {@code -o}: {@code keyword=value} or {@code keyword value}. */
  public static ConfigLine parseOption(String text) throws ConfigException {
    return ConfigLine.parse(ConfigLine.COMMAND_LINE, 0, text)
        .orElseThrow(() -> new ConfigException(ConfigLine.COMMAND_LINE, 0, "empty option"));
  }

  /**
   * The files that an Include argument names, sorted, see {@link FileGlob}.
   *
   * @param base the folder for relative patterns
   */
  public static List<Path> matching(Path base, String pattern) throws ConfigException {
    return new FileGlob(pattern)
        .files(
            base,
            (folder, e) -> {
              throw new ConfigException(folder + ": " + reason(e));
            });
  }

  /** Why a file could not be used, in the words of the system's own programs. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /** As {@link #reason}, without the path that Java puts before the system's words. */
  public static String reasonAlone(IOException e) {
    return e instanceof FileSystemException of && of.getReason() != null
        ? of.getReason()
        : reason(e);
  }
}
