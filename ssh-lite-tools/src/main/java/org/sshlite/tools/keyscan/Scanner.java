package org.sshlite.tools.keyscan;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * Asks hosts for their keys, all of them over the one event loop of a connector; what waits, waits
 * on a virtual thread.
 */
final class Scanner {
  private static final IdentificationString IDENTIFICATION =
      new IdentificationString(IdentificationString.OURS.line() + " keyscan");

  private final ScanOptions options;
  private final SshConnector connector;

  Scanner(ScanOptions options, SshConnector connector) {
    this.options = options;
    this.connector = connector;
  }

  /** Starts asking; what goes wrong with the host is part of the answer. */
  CompletableFuture<Sighting> ask(Target target, KeyKind kind) {
    return CompletableFuture.supplyAsync(
        () -> new Question(target, kind).ask(), task -> Thread.ofVirtual().start(task));
  }

  /** One host, one kind of key. */
  private final class Question {
    private final Target target;
    private final TransportOptions transport;
    private final List<String> problems = new ArrayList<>();
    private final List<String> details = new ArrayList<>();

    Question(Target target, KeyKind kind) {
      this.target = target;
      this.transport =
          TransportOptions.builder()
              .identification(IDENTIFICATION)
              .kexMethods(KexMethods.DEFAULT_OF_CLIENT)
              .hostKeyAlgorithms(kind.algorithms(options.certificates()))
              .loginGrace(options.timeout())
              .build();
    }

    Sighting ask() {
      for (String address : target.addresses()) {
        for (InetAddress resolved : resolve(address)) {
          Optional<Sighting> sighting = ask(address, resolved);
          if (sighting.isPresent()) {
            return sighting.get();
          }
        }
      }
      return sighting(target.addresses().getLast(), Optional.empty(), Optional.empty());
    }

    private List<InetAddress> resolve(String address) {
      try {
        List<InetAddress> all =
            Stream.of(InetAddress.getAllByName(address))
                .filter(options.family()::includes)
                .toList();
        if (!all.isEmpty()) {
          return all;
        }
        problem("getaddrinfo " + address, "Address family for hostname not supported");
      } catch (UnknownHostException _) {
        problem("getaddrinfo " + address, "Name or service not known");
      }
      return List.of();
    }

    /** Empty when there was no connection, so that another address may be tried. */
    private Optional<Sighting> ask(String address, InetAddress resolved) {
      Witness witness = new Witness(address);
      Connection connection;
      try {
        connection =
            connector
                .connect(
                    new InetSocketAddress(resolved, options.port()),
                    options.timeout(),
                    transport,
                    witness)
                .join();
      } catch (CompletionException e) {
        problem("connect (`" + address + "')", reason(e.getCause()));
        return Optional.empty();
      }
      Ending ending = connection.ended().join();
      if (witness.seen().isEmpty()) {
        tell(address, ending);
      }
      return Optional.of(sighting(address, identification(connection), witness.seen()));
    }

    /** Empty when it ended before the host said who it is. */
    private static Optional<String> identification(Connection connection) {
      return connection.info().peerIdentification().map(IdentificationString::line);
    }

    private void tell(String address, Ending ending) {
      switch (ending) {
        // a host has not every kind of key
        case Ending.Refused(Refusal.NoCommonAlgorithm none) ->
            details.add(Printable.line(address) + ": " + none.explain());
        case Ending.ConnectionLost _ -> problem(address, "Connection closed by remote host");
        default -> problem(address, ending.explain());
      }
    }

    private void problem(String about, String text) {
      problems.add(Printable.line(about) + ": " + text);
    }

    private Sighting sighting(
        String address, Optional<String> identification, Optional<PublicKey> key) {
      return new Sighting(address, identification, key, problems, details);
    }
  }

  private static String reason(Throwable failure) {
    if (failure instanceof ConnectException && failure.getCause() instanceof IOException cause) {
      return reason(cause);
    }
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("connection timed out")
        ? "Connection timed out"
        : Printable.line(message);
  }
}
