package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** lftp, which has ssh carry its own SFTP: a run for each. */
public record LftpFiles(Target target, Path config) implements ForeignFiles {
  public static LftpFiles connect(Target target) throws IOException {
    Path folder = Files.createTempDirectory(target.folder(), "lftp");
    return new LftpFiles(target, SshConfig.write(target, folder));
  }

  /**
   * @param paths or options, each a word of its own
   */
  public String run(String verb, String... paths) throws IOException {
    String script =
        """
        set cmd:fail-exit yes
        set net:max-retries 1
        set net:timeout 90
        set sftp:connect-program "ssh -a -x -F %s"
        open -p %d -u %s, sftp://%s
        %s %s
        """
            .formatted(config, target.port(), target.user(), Target.HOST, verb, quoted(paths));
    Finished finished =
        Program.of(Peers.path("lftp"), "--norc", "-c", script)
            .env("HOME", config.getParent().toString())
            .env("LC_ALL", "C.UTF-8")
            .run();
    if (finished.status() != 0) {
      throw new IOException(finished.toString());
    }
    return finished.text();
  }

  private static String quoted(String... words) {
    return Arrays.stream(words).map(word -> '"' + word + '"').collect(Collectors.joining(" "));
  }

  @Override
  public void makeFolder(String path) throws IOException {
    run("mkdir", path);
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    run("put", local.toString(), "-o", remote);
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    run("get", remote, "-o", local.toString());
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return run("cls -1 --quiet", folder + "/")
        .lines()
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    run("mv", from, to);
  }

  @Override
  public void symlink(String target, String link) throws IOException {
    run("ln -s", target, link);
  }

  @Override
  public void remove(String path) throws IOException {
    run("rm", path);
  }

  @Override
  public void removeFolder(String path) throws IOException {
    run("rmdir", path);
  }

  @Override
  public void close() {
    // nothing runs
  }
}
