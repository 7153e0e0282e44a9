package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/**
 * A program that reads sftp's commands in a file: a run for each.
 *
 * @param program that reads such a file
 */
record BatchFiles(Path folder, boolean makesLinks, Function<Path, Program> program)
    implements ForeignFiles {
  /** A line of a list in the long form: behind the time or the year comes the name. */
  private static final Pattern LISTED = Pattern.compile("\\S+(?: +\\S+){7} (.*)");

  /** OpenSSH's. */
  static ForeignFiles sftp(Target target) throws IOException {
    Function<Path, Program> program =
        file -> {
          Program sftp = Program.of(Peers.path("sftp"), "-F", "none", "-P", "" + target.port());
          OpenSshArguments.of(Login.to(target)).stream()
              .filter(word -> !word.equals("-T"))
              .forEach(sftp::with);
          return sftp.with("-b", "" + file, target.user() + "@" + Target.HOST);
        };
    return new BatchFiles(Files.createTempDirectory(target.folder(), "sftp"), true, program);
  }

  /** PuTTY's, which has no command for links. */
  static ForeignFiles psftp(Target target) throws IOException {
    Path folder = Files.createTempDirectory(target.folder(), "psftp");
    Function<Path, Program> program =
        file ->
            Program.of(Peers.path("psftp"), "-batch", "-noagent")
                .with("-hostkey", target.hostKey().fingerprint(), "-P", "" + target.port())
                .with("-i", target.identity().inPuttyFormat().toString(), "-l", target.user())
                .with("-b", file.toString(), Target.HOST)
                .env("PUTTYDIR", folder.toString())
                .env("LC_ALL", "C.UTF-8");
    return new BatchFiles(folder, false, program);
  }

  private String run(String verb, String... paths) throws IOException {
    String line = verb;
    for (String path : paths) {
      line += " \"" + path + "\"";
    }
    Path file = Files.writeString(folder.resolve("commands"), line + "\n");
    Finished finished = program.apply(file).run();
    if (finished.status() != 0) {
      throw new IOException(finished.toString());
    }
    return finished.text();
  }

  @Override
  public void makeFolder(String path) throws IOException {
    run("mkdir", path);
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    run("put", local.toString(), remote);
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    run("get", remote, local.toString());
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return run(makesLinks ? "ls -l" : "ls", folder)
        .lines()
        .map(LISTED::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    run(makesLinks ? "rename" : "mv", from, to);
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
    try {
      Files.deleteIfExists(folder.resolve("commands"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
