package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** curl, which is libssh2 on Debian: a run for each. */
record CurlFiles(Target target, Path home) implements ForeignFiles {
  static ForeignFiles connect(Target target) throws IOException {
    // it looks for known_hosts in the home folder
    Path home = Files.createTempDirectory(target.folder(), "curl");
    Files.copy(
        target.knownHosts(), Files.createDirectories(home.resolve(".ssh")).resolve("known_hosts"));
    return new CurlFiles(target, home);
  }

  private String run(String path, String... arguments) throws IOException {
    String key = target.identity().file().toString();
    String encoded =
        URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
    Finished finished =
        Program.of(Peers.path("curl"), "-q", "-sS", "-u", target.user() + ":")
            .with("--key", key, "--pubkey", key + ".pub")
            .with(arguments)
            .with("sftp://" + Target.HOST + ":" + target.port() + encoded)
            .env("HOME", home.toString())
            .run();
    if (finished.status() != 0) {
      throw new IOException(finished.errors());
    }
    return finished.text();
  }

  /** A command for the server alone: nothing is transferred. */
  private void command(String command) throws IOException {
    run("/", "-l", "-o", "/dev/null", "-Q", command);
  }

  private static String quoted(String path) {
    return '"' + path + '"';
  }

  @Override
  public void makeFolder(String path) throws IOException {
    command("mkdir " + quoted(path));
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    run(remote, "-T", local.toString());
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    run(remote, "-o", local.toString());
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return run(folder + "/", "-l").lines().toList();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    command("rename " + quoted(from) + " " + quoted(to));
  }

  @Override
  public void symlink(String target, String link) throws IOException {
    command("symlink " + quoted(target) + " " + quoted(link));
  }

  @Override
  public void remove(String path) throws IOException {
    command("rm " + quoted(path));
  }

  @Override
  public void removeFolder(String path) throws IOException {
    command("rmdir " + quoted(path));
  }

  @Override
  public void close() {
    // nothing runs
  }
}
