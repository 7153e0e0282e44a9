package org.sshlite.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;
import org.sshlite.tests.peer.KeyPair;

/**
 * Apache MINA SSHD, a second opinion on algorithms that the installed OpenSSH may be too old for,
 * above all mlkem768x25519-sha256. Both ends in this process.
 */
class MinaTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> KEX = List.of("mlkem768x25519-sha256", "curve25519-sha256");
  private static final List<String> CIPHERS =
      List.of("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com");

  /** More than a window, and less than a moment. */
  private static final byte[] DATA = "some text, again and again\n".repeat(200_000).getBytes(UTF_8);

  @TempDir Path folder;

  /** Each cipher meets one method; by {@code -P whole} each. */
  static Stream<Arguments> algorithms() {
    return IntStream.range(0, KEX.size() * CIPHERS.size())
        .filter(
            cell ->
                Boolean.getBoolean("whole")
                    || cell / CIPHERS.size() == cell % CIPHERS.size() % KEX.size())
        .mapToObj(
            cell -> arguments(KEX.get(cell / CIPHERS.size()), CIPHERS.get(cell % CIPHERS.size())));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void its_client_and_our_server_pass_data(String kex, String cipher) throws IOException {
    try (LoopbackServer server = LoopbackServer.start();
        SshClient client = SshClient.setUpDefaultClient()) {
      client.setKeyExchangeFactories(
          NamedFactory.setUpTransformedFactories(
              false, List.of(method(kex)), ClientBuilder.DH2KEX));
      client.setCipherFactories(List.of(BuiltinCiphers.fromFactoryName(cipher)));
      client.setServerKeyVerifier(
          (_, _, key) -> KeyUtils.getFingerPrint(key).equals(server.hostKey().fingerprint()));
      client.start();
      try (ClientSession session = logIn(client, server.address())) {
        assertThat(cat(session)).isEqualTo(DATA);
        assertThat(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS)).isEqualTo(kex);
        assertThat(session.getNegotiatedKexParameter(KexProposalOption.S2CENC)).isEqualTo(cipher);
      }
    }
  }

  private static BuiltinDHFactories method(String name) {
    return NamedResource.findByName(name, String::compareTo, BuiltinDHFactories.VALUES);
  }

  private static ClientSession logIn(SshClient client, InetSocketAddress address)
      throws IOException {
    ClientSession session =
        client
            .connect(LoopbackClient.USER, address.getHostString(), address.getPort())
            .verify(PATIENCE)
            .getSession();
    session.addPasswordIdentity(LoopbackClient.PASSWORD);
    session.auth().verify(PATIENCE);
    return session;
  }

  private static byte[] cat(ClientSession session) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (ChannelExec channel = session.createExecChannel("cat")) {
      channel.setIn(new ByteArrayInputStream(DATA));
      channel.setOut(received);
      channel.open().verify(PATIENCE);
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
      assertThat(channel.getExitStatus()).isZero();
    }
    return received.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void our_client_and_its_server_pass_data(String kex, String cipher) throws IOException {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    TransportOptions options =
        TransportOptions.builder().kexMethods(List.of(kex)).ciphers(List.of(cipher)).build();
    try (SshServer server = start(hostKey, method(kex), cipher);
        LoopbackClient client = new LoopbackClient(options, hostKey.publicKey())) {
      Connection connection =
          client.logIn(new InetSocketAddress(server.getHost(), server.getPort()));

      assertThat(cat(connection)).isEqualTo(DATA);
      assertThat(connection.info().negotiated().orElseThrow().kex().name()).isEqualTo(kex);
    }
  }

  private static SshServer start(KeyPair hostKey, BuiltinDHFactories kex, String cipher)
      throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(new FileKeyPairProvider(hostKey.file()));
    server.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(false, List.of(kex), ServerBuilder.DH2KEX));
    server.setCipherFactories(List.of(BuiltinCiphers.fromFactoryName(cipher)));
    server.setPasswordAuthenticator(
        (user, password, _) ->
            user.equals(LoopbackClient.USER) && password.equals(LoopbackClient.PASSWORD));
    server.setCommandFactory((_, _) -> new MinaEcho());
    server.start();
    return server;
  }

  private static byte[] cat(Connection connection) throws IOException {
    Channel channel = LoopbackClient.exec(connection, "cat");
    Thread.ofVirtual().start(() -> send(channel));
    return channel.input().readAllBytes();
  }

  private static void send(Channel channel) {
    try (OutputStream out = channel.output()) {
      out.write(DATA);
    } catch (IOException _) {
      // the reader sees what is missing
      return;
    }
  }
}
