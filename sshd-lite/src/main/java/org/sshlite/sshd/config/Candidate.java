package org.sshlite.sshd.config;

import java.util.List;
import java.util.function.Supplier;

/**
 * Who wants to log in, as Match blocks see it. What a test of the configuration does not say is
 * empty, or 0, and matches nothing.
 *
 * @param user the name asked for, not checked yet
 * @param valid whether that user may log in here at all
 * @param host the peer's name, or its address when names are not looked up
 * @param address the peer's address
 * @param localAddress ours
 * @param groups names of the user's groups; asked for when a Match line is about groups, may wait
 */
public record Candidate(
    String user,
    boolean valid,
    String host,
    String address,
    String localAddress,
    int localPort,
    Supplier<List<String>> groups) {
  /** In no group. */
  public Candidate(
      String user, boolean valid, String host, String address, String localAddress, int localPort) {
    this(user, valid, host, address, localAddress, localPort, List::of);
  }
}
