package org.sshlite.mitm.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;

/** The library's client in this process; strict about plain host keys, or believing anyone. */
final class LibraryClient implements Client {
  private final boolean strict;
  private final boolean byPassword;

  private LibraryClient(boolean strict, boolean byPassword) {
    this.strict = strict;
    this.byPassword = byPassword;
  }

  static LibraryClient strict() {
    return new LibraryClient(true, false);
  }

  static LibraryClient credulous() {
    return new LibraryClient(false, false);
  }

  static LibraryClient credulousWithPassword() {
    return new LibraryClient(false, true);
  }

  /** It knows plain lines only. */
  @Override
  public boolean readsKnownHosts() {
    return false;
  }

  @Override
  public Outcome connect(Map<String, String> place, Duration limit)
      throws IOException, InterruptedException {
    TransportOptions options =
        TransportOptions.builder()
            .kexMethods(KexMethods.DEFAULT_OF_CLIENT)
            .loginGrace(limit.dividedBy(2))
            .alive(limit.dividedBy(8), 3)
            .build();
    InetSocketAddress address =
        new InetSocketAddress(place.get("host"), Integer.parseInt(place.get("port")));
    try (SshConnector connector = new SshConnector()) {
      CompletableFuture<Outcome> outcome =
          connector
              .connect(address, limit, options, new Application(place))
              .thenCompose(Connection::authenticated)
              .thenApplyAsync(this::run, task -> Thread.ofVirtual().start(task));
      return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return new Outcome(Optional.of(255), "", String.valueOf(e.getCause().getMessage()));
    } catch (TimeoutException e) {
      return new Outcome(Optional.empty(), "", "");
    }
  }

  private Outcome run(Connection connection) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try {
      Channel channel = connection.open(new ChannelType.Session(), new Status(status)).get();
      channel.request(new SessionRequest.Exec("run")).get();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      channel.input().transferTo(output);
      String text = output.toString(StandardCharsets.ISO_8859_1);
      channel.closed().get();
      return new Outcome(Optional.of(status.getNow(255)), text, "");
    } catch (IOException | ExecutionException e) {
      return new Outcome(Optional.of(255), "", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private record Status(CompletableFuture<Integer> status) implements ChannelHandler {
    @Override
    public boolean request(SessionRequest request) {
      if (request instanceof SessionRequest.ExitStatus(var code)) {
        return status.complete((int) code);
      }
      return false;
    }

    @Override
    public void closed() {
      status.complete(255);
    }
  }

  private final class Application implements ClientApplication, UserCredentials, HostKeyVerifier {
    private final Map<String, String> place;
    private final Deque<Signer> keys = new ArrayDeque<>();

    Application(Map<String, String> place) throws IOException {
      this.place = place;
      keys.add(PrivateKeyFile.read(Path.of(place("identity")), (_, _) -> Optional.empty()).key());
    }

    private String place(String name) {
      return String.valueOf(place.get(name));
    }

    @Override
    public String host() {
      return place("host");
    }

    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return this;
    }

    @Override
    public Decision verify(PublicKey key, String algorithm) {
      String line =
          "[%s]:%s %s %s"
              .formatted(
                  place("host"),
                  place("port"),
                  key.type(),
                  Base64.getEncoder().encodeToString(key.blob()));
      try {
        boolean known = Files.readAllLines(Path.of(place("known_hosts"))).contains(line);
        return known || !strict
            ? new Decision.Trusted()
            : new Decision.Refused("the host key is not the one that is known");
      } catch (IOException e) {
        return new Decision.Refused(e.toString());
      }
    }

    @Override
    public UserCredentials credentials() {
      return this;
    }

    @Override
    public String user() {
      return place("user");
    }

    @Override
    public List<String> methods() {
      return List.of(byPassword ? "password" : "publickey");
    }

    @Override
    public Optional<Signer> nextKey() {
      return Optional.ofNullable(keys.poll());
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return attempt == 1
          ? Optional.of(new SecretBytes(place("password").getBytes(StandardCharsets.UTF_8)))
          : Optional.empty();
    }
  }
}
