package org.sshlite.knownhosts;

import java.io.IOException;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * Lines in known_hosts' format from elsewhere than a file: KnownHostsCommand. May block for as long
 * as a process runs.
 */
@FunctionalInterface
public interface HostLines {
  /** What the lines are wanted for, the {@code %I} of KnownHostsCommand. */
  enum Invocation {
    /** To order the host key algorithms that are proposed; no key is known yet. */
    ORDER,
    /** To look up the host name. */
    HOSTNAME,
    /** To look up the address, with CheckHostIP. */
    ADDRESS
  }

  /**
   * @param name the name that is looked up, {@code %H}
   * @param offered the key that came, {@code %t %f %K}; empty for {@link Invocation#ORDER}
   * @return the lines, as bytes of a file
   * @throws IOException when they cannot be had: the host is then not believed, whatever files say
   */
  byte[] lines(Invocation invocation, HostName name, Optional<PublicKey> offered)
      throws IOException;
}
