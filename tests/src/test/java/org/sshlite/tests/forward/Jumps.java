package org.sshlite.tests.forward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.tests.peer.Target;

/** A configuration of hosts each of which is reached from the one before it. */
final class Jumps {
  /** The name of the last one. */
  static final String LAST = "last";

  private Jumps() {}

  /** For {@code -F}. */
  static Path write(Path file, List<Target> way) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < way.size(); i++) {
      Target host = way.get(i);
      boolean last = i == way.size() - 1;
      text.append(
          """
          Host %s
            HostName 127.0.0.1
            User %s
            Port %d
            IdentityFile %s
            IdentitiesOnly yes
            BatchMode yes
            StrictHostKeyChecking yes
            UserKnownHostsFile %s
          """
              .formatted(
                  last ? LAST : "hop" + i,
                  host.user(),
                  host.port(),
                  host.identity().file(),
                  host.knownHosts()));
      if (i > 0) {
        text.append("  ProxyJump hop").append(i - 1).append('\n');
      }
    }
    return Files.writeString(file, text);
  }
}
