package org.sshlite.tests.peer;

/** A server that runs. Closing ends it and its sessions. */
public interface Server extends AutoCloseable {
  /** How to log in to it. */
  Target target();

  /** Its process. */
  long pid();

  /** What it and its sessions have logged. */
  String log();

  void awaitLog(String text);

  @Override
  void close();
}
