package org.sshlite.sftp.client;

import java.io.IOException;
import org.sshlite.sftp.wire.FileName;

/**
 * Told what a copy lacks whose bytes have arrived: its times and permissions, or, of one that is
 * not atomic, the word that the disk has it. The copy has its final name by then, and stays. By
 * several threads, where several files are under way.
 */
@FunctionalInterface
public interface Shortfall {
  /** It is thrown: nobody takes a copy for complete that is not. */
  Shortfall THROWN =
      (_, why) -> {
        throw why;
      };

  /**
   * @param why an {@link SftpException} or a {@link LocalFileException}
   * @throws IOException where the caller of the transfer is to know
   */
  void of(FileName remote, IOException why) throws IOException;
}
