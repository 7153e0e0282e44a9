package org.sshlite.tests.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exit;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * Our client library in a process that stays: does one transfer for each line of standard input, on
 * a connection of its own, and answers with the nanoseconds from connect to the end of the command.
 */
public final class WarmClient {
  private static final int CHUNK = 64 * 1024;

  private WarmClient() {}

  /** Lines: way, cipher, MAC, bytes, user, port, identity file, known_hosts file. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      Transfer transfer =
          new Transfer(
              Transfer.Way.valueOf(words[0]),
              new Suite(words[1], words[2], 0),
              Long.parseLong(words[3]));
      ClientOptions options = options(transfer.suite(), Path.of(words[6]), Path.of(words[7]));
      long start = System.nanoTime();
      try (SshClient client = SshClient.create(options);
          ClientSession session = client.connect("ssh://" + words[4] + "@127.0.0.1:" + words[5])) {
        run(session, transfer);
      }
      System.out.println("nanoseconds " + (System.nanoTime() - start));
    }
  }

  private static ClientOptions options(Suite suite, Path identity, Path knownHosts) {
    ClientOptions usual = ClientOptions.defaults();
    return ClientOptions.builder()
        .transport(
            TransportOptions.builder()
                .ciphers(List.of(suite.cipher()))
                .macs(List.of(suite.mac()))
                .build())
        .trust(
            new TrustOptions(
                KnownHosts.open(List.of(knownHosts), List.of()),
                StrictHostKeyChecking.YES,
                false,
                Optional.empty(),
                usual.trust().requiredRsaBits()))
        .login(
            new LoginOptions(
                List.of("publickey"),
                List.of(),
                List.of(new KeyLocation(identity, true)),
                0,
                usual.login().requiredRsaBits()))
        .build();
  }

  private static void run(ClientSession session, Transfer transfer) throws IOException {
    SessionChannel channel = session.open().join();
    if (!channel.request(new SessionRequest.Exec(transfer.command())).join()) {
      throw new IOException("exec refused");
    }
    byte[] buffer = new byte[CHUNK];
    if (transfer.way() == Transfer.Way.UPLOAD) {
      try (OutputStream out = channel.stdin()) {
        for (long left = transfer.bytes(); left > 0; left -= CHUNK) {
          out.write(buffer, 0, (int) Math.min(left, CHUNK));
        }
      }
    }
    long received = 0;
    for (int count = 0; count >= 0; count = channel.stdout().read(buffer)) {
      received += count;
    }
    Exit exit = channel.waitFor();
    boolean all = transfer.way() == Transfer.Way.UPLOAD || received == transfer.bytes();
    if (!exit.isSuccess() || !all) {
      throw new IOException(exit + " after " + received + " bytes");
    }
  }
}
