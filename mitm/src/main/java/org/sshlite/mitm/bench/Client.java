package org.sshlite.mitm.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A client under test: logs in to the place it is given, and puts out what the server says. */
public interface Client {
  /**
   * Connects once. May be called by several threads.
   *
   * @param place host, port, user, known_hosts, identity, password, home, … by name
   * @param limit after which it is to be given up
   */
  Outcome connect(Map<String, String> place, Duration limit)
      throws IOException, InterruptedException;

  /** Whether it reads OpenSSH's known_hosts at the place's {@code known_hosts}, with markers. */
  boolean readsKnownHosts();
}
