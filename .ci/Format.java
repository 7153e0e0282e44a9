import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that every Java source is formatted with google-java-format, or formats it ("replace").
 */
public class Format {
  static boolean changed;

  public static void main(String[] args) throws Exception {
    boolean replace = args[0].equals("replace");
    List<Path> sources = sources(Path.of(args[1]));
    sources.parallelStream().forEach(file -> format(file, replace));
    if (changed && !replace) {
      System.err.println(
          "Not formatted. To format: mvn -f .ci/pom.xml validate -Dformat.mode=replace");
      System.exit(1);
    }
  }

  /** What is built meanwhile comes and goes: it is not looked at. */
  private static List<Path> sources(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return List.of("target", ".git").contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
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
