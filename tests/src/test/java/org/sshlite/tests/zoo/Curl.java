package org.sshlite.tests.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/**
 * curl, which is libssh2 here. It runs no commands: what a job's command would print is a file that
 * scp brings, and what it would read goes into one.
 */
final class Curl implements Driver {
  /** The first argument is where to keep what was sent, the second what it is compared with. */
  private static final String SEND_AND_COMPARE =
      "kept=$1; data=$2; shift 2; \"$@\" && cmp \"$kept\" \"$data\"";

  @Override
  public Program program(Job job) {
    List<String> words = List.of(job.command().split(" "));
    return switch (words.getFirst()) {
      case "echo" -> run(curl(job, write(job, "greeting", words.getLast() + "\n")), job);
      case "cat" -> run(curl(job, Path.of(words.getLast())), job);
      case "cmp" -> {
        Path kept = write(job, "kept", "");
        List<String> command = new ArrayList<>(List.of(Peers.path("sh").toString(), "-c"));
        command.addAll(List.of(SEND_AND_COMPARE, "sh", kept.toString(), words.getLast()));
        command.addAll(curl(job, kept));
        command.addAll(List.of("-T", words.getLast()));
        yield run(command, job);
      }
      default -> throw new IllegalArgumentException(job.command());
    };
  }

  private static List<String> curl(Job job, Path file) {
    Target target = job.target();
    List<String> words = new ArrayList<>(List.of(Peers.path("curl").toString(), "-q", "-sS"));
    words.add("scp://" + Target.HOST + ":" + target.port() + file);
    if (job.byPassword()) {
      words.addAll(List.of("-u", target.user() + ":" + target.password()));
    } else {
      String key = target.identity().file().toString();
      words.addAll(List.of("-u", target.user() + ":", "--key", key, "--pubkey", key + ".pub"));
    }
    return words;
  }

  /** It looks for known_hosts in the home folder. */
  private static Program run(List<String> words, Job job) {
    try {
      Path home = Files.createTempDirectory(job.target().folder(), "curl");
      Path known = Files.createDirectories(home.resolve(".ssh")).resolve("known_hosts");
      Files.copy(job.knownHosts(), known);
      return Program.of(words.toArray(String[]::new)).env("HOME", home.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Job job, String name, String text) {
    try {
      return Files.writeString(Files.createTempFile(job.target().folder(), name, ""), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
