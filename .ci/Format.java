import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java source is formatted with google-java-format, or formats it ("replace").
 */
public class Format {
  static boolean changed;

  public static void main(String[] args) throws Exception {
    boolean replace = args[0].equals("replace");
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
    }
    sources.parallelStream().forEach(file -> format(file, replace));
    if (changed && !replace) {
      System.err.println("Not formatted. To format: mvn -pl .ci validate -Dformat.mode=replace");
      System.exit(1);
    }
  }

  private static void format(Path file, boolean replace) {
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        changed = true;
        System.err.println((replace ? "formatted: " : "not formatted: ") + file);
        if (replace) {
          Files.writeString(file, formatted);
        }
      }
    } catch (IOException | com.google.googlejavaformat.java.FormatterException e) {
      changed = true;
      System.err.println(file + ": " + e.getMessage());
    }
  }
}
