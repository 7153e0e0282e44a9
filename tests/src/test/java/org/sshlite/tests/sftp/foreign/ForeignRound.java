package org.sshlite.tests.sftp.foreign;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.ForeignFiles.Attributes;

/** A round of what people do with files, by a client of others. */
public final class ForeignRound {
  private static final long MODIFIED = 1_000_000_001;

  private ForeignRound() {}

  /**
   * @param target a server on this machine
   * @param scratch a folder with nothing in it
   */
  public static void move(ForeignFiles.Peer peer, Target target, Path scratch) throws Exception {
    Path remote = Files.createDirectory(scratch.toRealPath().resolve("remote"));
    Path large = scratch.resolve("large");
    Path empty = Files.createFile(scratch.resolve("empty"));
    // more than a window, and no multiple of anything
    byte[] content = new byte[5_000_001];
    new Random(3).nextBytes(content);
    Files.write(large, content);
    String folder = remote.resolve("folder").toString();
    try (ForeignFiles files = peer.connect(target)) {
      files.makeFolder(folder);
      files.put(large, folder + "/a name");
      assertThat(remote.resolve("folder/a name")).hasBinaryContent(content);
      files.put(empty, folder + "/empty");
      assertThat(remote.resolve("folder/empty")).isEmptyFile();
      assertThat(files.names(folder)).contains("a name", "empty");
      files.rename(folder + "/a name", folder + "/ä");
      files.get(folder + "/ä", scratch.resolve("back"));
      assertThat(scratch.resolve("back")).hasBinaryContent(content);
      Files.setLastModifiedTime(remote.resolve("folder/ä"), FileTime.from(MODIFIED, SECONDS));
      files
          .stat(folder + "/ä")
          .ifPresent(told -> assertThat(told).isEqualTo(new Attributes(content.length, MODIFIED)));
      if (files.makesLinks()) {
        files.symlink(folder + "/ä", folder + "/link");
        assertThat(remote.resolve("folder/link")).isSymbolicLink().hasBinaryContent(content);
        files.remove(folder + "/link");
      }
      assertThatThrownBy(() -> files.get(folder + "/a name", scratch.resolve("none")))
          .isInstanceOf(Exception.class);
      assertThatThrownBy(() -> files.removeFolder(folder)).isInstanceOf(Exception.class);
      files.remove(folder + "/ä");
      files.remove(folder + "/empty");
      files.removeFolder(folder);
      assertThat(remote).isEmptyDirectory();
    }
  }
}
