package org.sshlite.tests.sftp;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.tests.peer.OurLibrary;

/**
 * Our client in a process that puts two files in turn under one name, each time atomically, until
 * it is killed. It says a dot for each answer of the server.
 */
final class AtomicPuts {
  private AtomicPuts() {}

  /** Arguments: destination, identity file, known_hosts file, two local files, remote file. */
  public static void main(String[] arguments) throws IOException {
    put(
        arguments,
        () -> {
          System.out.print('.');
          System.out.flush();
        });
  }

  /**
   * As {@link #main}, until the server is gone.
   *
   * @param answered is run for each answer of the server, and must not wait
   */
  static void put(String[] arguments, Runnable answered) throws IOException {
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(), Path.of(arguments[1]), Path.of(arguments[2])));
        ClientSession session = client.connect(arguments[0]);
        SftpClient files = session.files()) {
      Transfers transfers =
          new Transfers(
              files,
              TransferOptions.DEFAULT
                  .withAtomic(true)
                  .withProgress((_, _, _) -> _ -> answered.run()));
      for (int i = 0; ; i++) {
        transfers.put(Path.of(arguments[3 + i % 2]), arguments[5]);
      }
    }
  }
}
