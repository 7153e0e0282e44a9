package org.sshlite.tests.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.tests.peer.OurLibrary;

/**
 * Our client library in a process that stays: does one transfer for each line of standard input, on
 * a connection of its own, and answers with the nanoseconds from connect to the end of the command.
 */
public final class WarmClient {
  private WarmClient() {}

  /** Lines: way, cipher, MAC, bytes, user, port, identity file, known_hosts file. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      Transfer transfer =
          new Transfer(
              Transfer.Way.valueOf(words[0]),
              new Suite(words[1], words[2]),
              Long.parseLong(words[3]));
      ClientOptions options =
          OurLibrary.options(transfer.suite().options(), Path.of(words[6]), Path.of(words[7]));
      long start = System.nanoTime();
      try (SshClient client = SshClient.create(options);
          ClientSession session = client.connect("ssh://" + words[4] + "@127.0.0.1:" + words[5])) {
        transfer.over(session);
      }
      System.out.println("nanoseconds " + (System.nanoTime() - start));
    }
  }
}
