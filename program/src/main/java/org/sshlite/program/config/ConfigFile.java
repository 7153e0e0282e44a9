package org.sshlite.program.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads configuration files and options given as {@code keyword=value}. */
public final class ConfigFile {
  private ConfigFile() {}

  /** The lines that hold a keyword, in their order. */
  public static List<ConfigLine> read(Path file) throws ConfigException {
    String text;
    try {
      // what is not UTF-8, mostly in comments, is replaced rather than refused
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException(file + ": " + reason(e));
    }
    return parse(file.toString(), text);
  }

  /** As {@link #read}, from text that is already at hand. */
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
   * The files that an Include argument names, sorted: wildcards ({@code *}, {@code ?}, {@code […]})
   * in any part of the path. A file whose name begins with a dot needs a pattern that does.
   *
   * @param base the folder for relative patterns
   */
  public static List<Path> matching(Path base, String pattern) throws ConfigException {
    Path path = Path.of(pattern);
    List<Path> found = List.of(path.isAbsolute() ? path.getRoot() : base);
    for (Path part : path) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        addMatches(folder, part.toString(), next);
      }
      found = next;
    }
    return found;
  }

  private static void addMatches(Path folder, String part, List<Path> found)
      throws ConfigException {
    if (part.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
      Path file = folder.resolve(part);
      if (Files.exists(file)) {
        found.add(file);
      }
      return;
    }
    if (!Files.isDirectory(folder)) {
      return;
    }
    // braces mean themselves in a configuration file
    String glob = "glob:" + part.replace("{", "\\{").replace("}", "\\}");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(glob);
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> matcher.matches(file.getFileName()))
          .filter(file -> part.startsWith(".") || !file.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(found::add);
    } catch (IOException e) {
      throw new ConfigException(folder + ": " + reason(e));
    }
  }

  /** Why a file could not be used, in the words of the system's own programs. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
