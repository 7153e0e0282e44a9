package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** A script that is told a line for each thing to do, and answers with a line. */
record ScriptFiles(Running script) implements ForeignFiles {
  static Peer of(Supplier<Program> script) {
    return target ->
        new ScriptFiles(
            script
                .get()
                .with("" + target.port(), target.user())
                .with(target.identity().file().toString(), target.knownHosts().toString())
                .start());
  }

  private List<String> ask(String... fields) throws IOException {
    int from = script.output().length();
    script.send(String.join("\t", fields) + "\n");
    script.awaitOutput(from, "\n");
    List<String> answer =
        Arrays.asList(script.output().substring(from).stripTrailing().split("\t"));
    if (!answer.getFirst().equals("ok")) {
      throw new IOException(answer.toString());
    }
    return answer.subList(1, answer.size());
  }

  @Override
  public void makeFolder(String path) throws IOException {
    ask("mkdir", path);
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    ask("put", local.toString(), remote);
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    ask("get", remote, local.toString());
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return ask("list", folder);
  }

  @Override
  public Optional<Attributes> stat(String path) throws IOException {
    List<Long> told = ask("stat", path).stream().map(Long::valueOf).toList();
    return Optional.of(new Attributes(told.get(0), told.get(1)));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    ask("rename", from, to);
  }

  @Override
  public void symlink(String target, String link) throws IOException {
    ask("symlink", target, link);
  }

  @Override
  public void remove(String path) throws IOException {
    ask("remove", path);
  }

  @Override
  public void removeFolder(String path) throws IOException {
    ask("rmdir", path);
  }

  @Override
  public void close() {
    script.close();
  }
}
