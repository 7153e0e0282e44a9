package org.sshlite.program.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A name for files, glob(7): wildcards ({@code *}, {@code ?}, {@code […]}) in any part of the path.
 * A file whose name begins with a dot needs a pattern that does.
 */
public record FileGlob(String pattern) {
  /**
   * What becomes of a folder that cannot be read.
   *
   * @param <E> where that ends the search
   */
  public interface Unread<E extends Exception> {
    void folder(Path folder, IOException reason) throws E;
  }

  /** Whether it is the name of one file, there or not. */
  public boolean isPlain() {
    return isPlain(pattern);
  }

  private static boolean isPlain(String part) {
    return part.chars().noneMatch(c -> "*?[".indexOf(c) >= 0);
  }

  /**
   * Those that are there, sorted.
   *
   * @param base the folder for relative patterns
   */
  public <E extends Exception> List<Path> files(Path base, Unread<E> unread) throws E {
    return files(base, unread, Long.MAX_VALUE);
  }

  /**
   * The same, for folders of people who are not to be trusted with the memory of this process.
   *
   * @param most names that are looked at; what comes behind them is not found
   */
  public <E extends Exception> List<Path> files(Path base, Unread<E> unread, long most) throws E {
    AtomicLong left = new AtomicLong(most);
    Path path = Path.of(pattern);
    List<Path> found = List.of(path.isAbsolute() ? path.getRoot() : base);
    for (Path part : path) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        addMatches(folder, part.toString(), next, unread, left);
      }
      found = next;
    }
    return found;
  }

  private static <E extends Exception> void addMatches(
      Path folder, String part, List<Path> found, Unread<E> unread, AtomicLong left) throws E {
    if (isPlain(part)) {
      Path file = folder.resolve(part);
      if (Files.exists(file)) {
        found.add(file);
      }
      return;
    }
    if (!Files.isDirectory(folder)) {
      return;
    }
    PathMatcher matcher = matcher(part);
    try (Stream<Path> files = Files.list(folder)) {
      files
          .takeWhile(_ -> left.getAndDecrement() > 0)
          .filter(file -> matcher.matches(file.getFileName()))
          .filter(file -> part.startsWith(".") || !file.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(found::add);
    } catch (IOException e) {
      unread.folder(folder, e);
    } catch (UncheckedIOException e) {
      unread.folder(folder, e.getCause());
    }
  }

  private static PathMatcher matcher(String part) {
    try {
      // braces mean themselves
      return FileSystems.getDefault()
          .getPathMatcher("glob:" + part.replace("{", "\\{").replace("}", "\\}"));
    } catch (PatternSyntaxException _) {
      return name -> name.toString().equals(part); // as does a bracket that nothing closes
    }
  }
}
