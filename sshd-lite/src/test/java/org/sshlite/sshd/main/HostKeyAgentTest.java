package org.sshlite.sshd.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** Host keys in an agent that answers as it is told. OpenSSH's own is asked in HostKeyAgentTest. */
class HostKeyAgentTest {
  private static final int REQUEST_IDENTITIES = 11;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final byte[] DATA = {1, 2, 3};

  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final AtomicInteger hanging = new AtomicInteger();
  @TempDir private Path folder;
  private Path socket;
  private ServerSocketChannel listener;
  private volatile boolean lists = true;
  private volatile boolean signs = true;

  @BeforeEach
  void listen() throws Exception {
    log.redirect(folder.resolve("log"));
    socket = folder.resolve("agent");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket), 1000);
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws Exception {
    listener.close();
    key.close();
  }

  @Test
  void a_fault_of_ours_stays_one() {
    assertThatThrownBy(
            () ->
                HostKeyAgent.within(
                    LONG,
                    () -> {
                      throw new IllegalStateException("a fault");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault");
    assertThatThrownBy(
            () ->
                HostKeyAgent.within(
                    LONG,
                    () -> {
                      throw new OutOfMemoryError("thrown by a test");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        Thread.ofVirtual().start(() -> serve(channel));
      }
    } catch (IOException _) {
      return; // the end
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      byte[] request = in.readNBytes(in.readInt());
      boolean asksForKeys = request[0] == REQUEST_IDENTITIES;
      if (!(asksForKeys ? lists : signs)) {
        hanging.incrementAndGet();
        try {
          in.read(); // until the other end is tired of it
        } finally {
          hanging.decrementAndGet();
        }
        return;
      }
      SshWriter answer = asksForKeys ? keys() : signature(request);
      channel.write(ByteBuffer.wrap(new SshWriter().string(answer.toByteArray()).toByteArray()));
    } catch (Exception _) {
      return; // it has hung up
    }
  }

  private SshWriter keys() {
    return new SshWriter().uint8(12).uint32(1).string(key.publicKey().blob()).string("host");
  }

  private SshWriter signature(byte[] request) throws Exception {
    SshReader in = new SshReader("request", request);
    in.uint8("type");
    in.string("key");
    return new SshWriter().uint8(14).string(key.sign("ssh-ed25519", in.string("data")));
  }

  private Optional<HostKeyAgent> agent(String place, Duration patience) {
    return HostKeyAgent.find(place, Map.of("SSH_AUTH_SOCK", socket.toString()), patience, log);
  }

  private List<Signer> named(Path... files) throws Exception {
    HostKeys keys = new HostKeys(log, 2048, agent("SSH_AUTH_SOCK", LONG));
    return keys.named(List.of(files).stream().map(Path::toString).toList());
  }

  private String logged() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void a_key_whose_public_half_alone_is_there_is_the_agents() throws Exception {
    Path half = Files.writeString(folder.resolve("key.pub"), line());

    for (Signer signer : named(half, folder.resolve("key"))) {
      assertThat(signer.publicKey()).isEqualTo(key.publicKey());
      byte[] signature = signer.sign("ssh-ed25519", DATA);
      assertThat(key.publicKey().verify("ssh-ed25519", DATA, signature)).isTrue();
    }
    assertThat(logged()).isEmpty();
  }

  private String line() {
    return new PublicKeyLine("", key.publicKey(), "") + "\n";
  }

  @Test
  void a_key_that_is_encrypted_is_the_agents_also_where_its_public_half_stands_nowhere_else()
      throws Exception {
    Path file = folder.resolve("key");
    SecureRandom random = new SecureRandom();
    try (SecretBytes passphrase = new SecretBytes(new byte[] {'x'})) {
      PrivateKeyFile.write(
          file,
          new NamedPrivateKey(key, ""),
          passphrase,
          new KeyFileEncryption("aes256-ctr", 1),
          random);
    }

    Signer signer = named(file).getFirst();

    assertThat(signer.publicKey()).isEqualTo(key.publicKey());
    assertThat(signer.sign("ssh-ed25519", DATA)).isNotEmpty();
    assertThat(logged()).contains("Host key " + file + " is the agent's: ");
  }

  @Test
  void without_an_agent_a_public_half_is_no_host_key() throws Exception {
    Path half = Files.writeString(folder.resolve("key.pub"), line());
    HostKeys keys = new HostKeys(log, 2048, agent("", LONG));

    assertThatThrownBy(() -> keys.named(List.of(half.toString())))
        .isInstanceOf(ExitException.class);
  }

  @Test
  void nobody_who_listens_is_told_and_so_is_a_key_that_is_not_there_yet() throws Exception {
    assertThat(agent(folder.resolve("none").toString(), LONG)).isEmpty();
    assertThat(logged()).contains("Could not connect to agent \"" + folder.resolve("none"));
    try (PrivateKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      agent("SSH_AUTH_SOCK", LONG).orElseThrow().signer(other.publicKey());
      assertThat(logged()).contains("does not have " + other.publicKey().fingerprint() + " yet");
    }
  }

  @Test
  void an_agent_that_hangs_is_not_waited_for_and_its_sockets_are_closed() throws Exception {
    Signer signer = agent("SSH_AUTH_SOCK", LONG).orElseThrow().signer(key.publicKey());
    assertThat(signer.sign("ssh-ed25519", DATA)).isNotEmpty();
    lists = false;
    signs = false;
    Duration soon = Duration.ofMillis(200);

    assertThat(agent(socket.toString(), soon)).isEmpty();
    assertThat(logged()).contains("the agent does not answer");
    lists = true;
    HostKeyAgent found =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> agent(socket.toString(), soon), Optional::isPresent)
            .orElseThrow();
    Signer hangs = found.signer(key.publicKey());
    assertThatThrownBy(() -> hangs.sign("ssh-ed25519", DATA))
        .isInstanceOf(IOException.class)
        .hasMessage("the agent does not answer");
    await().atMost(Duration.ofMinutes(1)).until(() -> hanging.get() == 0);
  }

  @Test
  void an_agent_is_asked_by_so_many_at_once_and_no_more() throws Exception {
    Signer signer = agent("SSH_AUTH_SOCK", LONG).orElseThrow().signer(key.publicKey());
    signs = false;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> asked = new ArrayList<>();
      for (int i = 0; i < HostKeyAgent.AT_ONCE + HostKeyAgent.WAITING + 5; i++) {
        asked.add(threads.submit(() -> signer.sign("ssh-ed25519", DATA)));
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> asked.stream().filter(Future::isDone).count() == 5);
      await().atMost(Duration.ofMinutes(1)).until(() -> hanging.get() == HostKeyAgent.AT_ONCE);
      assertThat(logged()).contains("Too many signatures by the agent at once: refused");
      assertThat(asked.stream().filter(Future::isDone))
          .allMatch(each -> each.exceptionNow() instanceof IOException);
      threads.shutdownNow();
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> hanging.get() == 0);
    signs = true;
    assertThat(signer.sign("ssh-ed25519", DATA)).isNotEmpty();
  }
}
