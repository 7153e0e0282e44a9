import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a client is told that moves files: it logs in, and then reads what is to be done, a line
 * each, and says how it went. Fields between tabs.
 */
public record FileJob(int port, String user, Path key, Path knownHosts) {
  public static final String HOST = "127.0.0.1";

  /** A client that is logged in. Each throws when the server refuses. */
  public interface Client {
    void makeFolder(String path) throws Exception;

    void put(Path local, String remote) throws Exception;

    void get(String remote, Path local) throws Exception;

    List<String> names(String folder) throws Exception;

    Attributes stat(String path) throws Exception;

    void rename(String from, String to) throws Exception;

    /** Makes a link that leads to {@code target}. */
    void symlink(String target, String link) throws Exception;

    void remove(String path) throws Exception;

    void removeFolder(String path) throws Exception;
  }

  /**
   * @param modified in seconds since 1970
   */
  public record Attributes(long size, long modified) {}

  public static FileJob of(String[] arguments) {
    return new FileJob(
        Integer.parseInt(arguments[0]), arguments[1], Path.of(arguments[2]), Path.of(arguments[3]));
  }

  public boolean isKnown(byte[] blob) throws IOException {
    return KnownHosts.have(knownHosts, blob);
  }

  /** Does what it is told until there is nothing more, and ends the program. */
  public static void run(Client client) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(answer(client, line.split("\t")));
    }
    Runtime.getRuntime().halt(0);
  }

  private static String answer(Client client, String[] fields) {
    try {
      List<String> answer = act(client, fields[0], fields[1], fields.length > 2 ? fields[2] : "");
      return answer.isEmpty() ? "ok" : "ok\t" + String.join("\t", answer);
    } catch (Exception e) {
      return "failed\t" + e.toString().lines().findFirst().orElseThrow();
    }
  }

  private static List<String> act(Client client, String verb, String one, String other)
      throws Exception {
    switch (verb) {
      case "mkdir" -> client.makeFolder(one);
      case "put" -> client.put(Path.of(one), other);
      case "get" -> client.get(one, Path.of(other));
      case "list" -> {
        return client.names(one);
      }
      case "stat" -> {
        Attributes attributes = client.stat(one);
        return List.of("" + attributes.size(), "" + attributes.modified());
      }
      case "rename" -> client.rename(one, other);
      case "symlink" -> client.symlink(one, other);
      case "remove" -> client.remove(one);
      case "rmdir" -> client.removeFolder(one);
      default -> throw new IllegalArgumentException(verb);
    }
    return List.of();
  }
}
