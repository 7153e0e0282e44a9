package org.sshlite.tests.startup;

import org.sshlite.tests.peer.Program;

/** A program of ours that does not use its ahead-of-time cache, though its launcher names it. */
final class WithoutCache {
  private WithoutCache() {}

  static Program of(Program program) {
    return program.env("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");
  }
}
