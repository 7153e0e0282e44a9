package org.sshlite.client.command;

import java.io.IOException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.ReaderGoneException;
import org.sshlite.program.stream.StandardStream;

/**
 * What went wrong with the standard streams of this process. It is told in one line, and the remote
 * status no longer counts: a script that lost data must not go on as if all was well. Any thread.
 */
final class OwnStreams {
  private final StderrLog log;
  private volatile boolean lostData;

  OwnStreams(StderrLog log) {
    this.log = log;
  }

  /**
   * As ssh, a reader that has gone wanted no more: nothing is lost, and the status is the peer's.
   */
  void failed(StandardStream stream, IOException reason) {
    if (reason instanceof ReaderGoneException) {
      log.debug("nobody reads our " + stream + " any more");
    } else {
      lostData = true;
      log.error("ssh-lite: " + stream + ": " + reason.getMessage());
    }
  }

  boolean lostData() {
    return lostData;
  }
}
