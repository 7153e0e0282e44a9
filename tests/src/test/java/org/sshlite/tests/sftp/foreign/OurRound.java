package org.sshlite.tests.sftp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.Entry;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.sftp.client.TreeListener;
import org.sshlite.sftp.client.Trees;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;

/** A round of what people do with files, by our client. */
public final class OurRound {
  private OurRound() {}

  /**
   * @param target a server on this machine
   * @param scratch a folder with nothing in it
   */
  public static void move(Target target, Path scratch) throws IOException {
    Path served = Files.createDirectory(scratch.toRealPath().resolve("served"));
    byte[] content = new byte[5_000_001];
    new Random(3).nextBytes(content);
    Path tree = Files.createDirectories(scratch.resolve("tree/inner"));
    Path large = Files.write(tree.resolve("large"), content);
    Files.createFile(tree.resolve("empty"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(tree.resolve("ä " + i), "file " + i);
    }
    String folder = served.toString();
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
        ClientSession session = client.connect(OurLibrary.destination(target));
        SftpClient files = session.files()) {
      Transfers transfers = new Transfers(files, TransferOptions.DEFAULT.withAtomic(true));
      transfers.put(large, folder + "/a name");
      assertThat(served.resolve("a name")).hasBinaryContent(content);
      // it is there already: what is atomic replaces it where the server can
      transfers.put(large, folder + "/a name");
      files.rename(folder + "/a name", folder + "/b");
      transfers.get(folder + "/b", scratch.resolve("back"));
      assertThat(scratch.resolve("back")).hasBinaryContent(content);
      // not all of them leave a relative one as it is
      files.symlink(FileName.of(folder + "/b"), FileName.of(folder + "/link"));
      assertThat(Files.readSymbolicLink(served.resolve("link"))).isEqualTo(served.resolve("b"));
      files.remove(folder + "/link");
      assertThatThrownBy(() -> files.stat(folder + "/a name"))
          .isInstanceOfSatisfying(
              SftpException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.NO_SUCH_FILE));
      Trees trees = new Trees(files, TransferOptions.DEFAULT, new TreeListener() {});
      assertThat(trees.put(scratch.resolve("tree"), FileName.of(folder + "/tree"))).isTrue();
      assertThat(trees.get(FileName.of(folder + "/tree"), scratch.resolve("copy"))).isTrue();
      assertThat(tree(scratch.resolve("copy"))).isEqualTo(tree(scratch.resolve("tree")));
      try (Stream<Entry> names = files.list(folder)) {
        assertThat(names.map(entry -> entry.name().text())).containsExactlyInAnyOrder("b", "tree");
      }
      files.remove(folder + "/b");
      assertThat(served.resolve("b")).doesNotExist();
    }
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file) + " " + (Files.isDirectory(file) ? "" : size(file)))
          .sorted()
          .toList();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}
