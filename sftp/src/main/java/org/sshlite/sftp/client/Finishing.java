package org.sshlite.sftp.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.sftp.wire.FileName;

/** What is done to a copy when its bytes are there: what is refused of it undoes nothing. */
final class Finishing {
  private final List<IOException> refused = new ArrayList<>();

  interface Step {
    void run() throws IOException;
  }

  /**
   * @throws IOException when the session is over
   */
  void attempt(String what, Step step) throws IOException {
    try {
      step.run();
    } catch (SftpException e) {
      refused.add(e.during(what));
    } catch (LocalFileException e) {
      refused.add(e.during(what));
    }
  }

  /** When the copy has its final name. */
  void tell(FileName remote, Shortfall shortfall) throws IOException {
    for (IOException why : refused) {
      shortfall.of(remote, why);
    }
  }
}
