package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;

/** Believes {@link EchoServer}, and needs nothing to log in. */
public class PlainClient implements ClientApplication, UserCredentials {
  public final CompletableFuture<Ending> ended = new CompletableFuture<>();

  /** Its end of a connection, which is told at once. */
  ConnectionDriver driver(Carrier carrier, CompletableFuture<Connection> connection) {
    ConnectionDriver driver =
        ConnectionDriver.client(
            TransportOptions.defaults(), this, new WindowBudget(0), new SecureRandom(), carrier);
    connection.complete(driver.connection());
    return driver;
  }

  @Override
  public String host() {
    return "test";
  }

  @Override
  public HostKeyVerifier hostKeyVerifier() {
    return (key, _) ->
        key.equals(EchoServer.HOST_KEY.publicKey())
            ? new HostKeyVerifier.Decision.Trusted()
            : new HostKeyVerifier.Decision.Refused("another host");
  }

  @Override
  public UserCredentials credentials() {
    return this;
  }

  @Override
  public void ended(Ending ending) {
    ended.complete(ending);
  }

  @Override
  public String user() {
    return "alice";
  }

  @Override
  public List<String> methods() {
    return List.of();
  }

  @Override
  public Optional<Signer> nextKey() {
    return Optional.empty();
  }

  @Override
  public Optional<SecretBytes> password(int attempt) {
    return Optional.empty();
  }

  /** A session in which this command was started. */
  static Channel exec(Connection connection, String command) throws Exception {
    Channel channel =
        connection.open(new ChannelType.Session(), new Silent()).get(60, TimeUnit.SECONDS);
    assertThat(channel.request(new SessionRequest.Exec(command)).get(60, TimeUnit.SECONDS))
        .isTrue();
    return channel;
  }

  /** Sends so many bytes and insists that they come back. */
  static void echo(Channel channel, int bytes) throws Exception {
    byte[] sent = new byte[bytes];
    new Random(bytes).nextBytes(sent);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> write(channel.output(), sent));
    CompletableFuture<byte[]> reading =
        CompletableFuture.supplyAsync(() -> readAll(channel.input()));
    assertThat(reading.get(60, TimeUnit.SECONDS)).isEqualTo(sent);
    writing.get(60, TimeUnit.SECONDS);
    channel.close();
    channel.closed().get(60, TimeUnit.SECONDS);
  }

  private static void write(OutputStream output, byte[] bytes) {
    try (output) {
      output.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] readAll(InputStream input) {
    try {
      return input.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Agrees to everything. */
  private static final class Silent implements ChannelHandler {
    @Override
    public boolean request(SessionRequest request) {
      return true;
    }

    @Override
    public void closed() {}
  }
}
