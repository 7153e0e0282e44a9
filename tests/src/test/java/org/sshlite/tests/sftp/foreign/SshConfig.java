package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.tests.peer.Target;

/** A configuration of ssh's, for what runs it: all that a login takes. */
public final class SshConfig {
  private SshConfig() {}

  public static Path write(Target target, Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("ssh_config"),
        """
        Port %d
        User %s
        IdentityFile %s
        IdentitiesOnly yes
        BatchMode yes
        UserKnownHostsFile %s
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes
        """
            .formatted(
                target.port(), target.user(), target.identity().file(), target.knownHosts()));
  }
}
