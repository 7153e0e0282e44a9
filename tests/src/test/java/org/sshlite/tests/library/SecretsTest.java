package org.sshlite.tests.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.HeapDump;

/** What is left of a client and a server in one process when both are closed. */
@Timeout(120)
class SecretsTest {
  private static final int LENGTH = 24;
  private static final byte MASK = 0x55;

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();

  /** One that the test itself does not hold as it is. */
  private final class Secret {
    private final byte[] masked = new byte[LENGTH];

    Secret() {
      for (int i = 0; i < LENGTH; i++) {
        masked[i] = (byte) ('a' + random.nextInt(26) ^ MASK);
      }
    }

    SecretBytes told() {
      byte[] plain = new byte[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        plain[i] = (byte) (masked[i] ^ MASK);
      }
      return new SecretBytes(plain);
    }

    void assertGone(HeapDump dump) throws Exception {
      try (SecretBytes plain = told()) {
        assertThat(dump.contains(plain.bytes())).as("bytes").isFalse();
        byte[] chars = new byte[2 * LENGTH];
        for (int i = 0; i < LENGTH; i++) {
          chars[2 * i + 1] = plain.bytes()[i];
        }
        assertThat(dump.contains(chars)).as("chars").isFalse();
      }
    }
  }

  private final class Telling implements Dialog {
    private final Secret passphrase;
    private final Secret password;

    private Telling(Secret passphrase, Secret password) {
      this.passphrase = passphrase;
      this.password = password;
    }

    @Override
    public Optional<String> ask(String question) {
      return Optional.empty();
    }

    @Override
    public Optional<SecretBytes> askSecret(String prompt) {
      return Optional.of((prompt.contains("passphrase") ? passphrase : password).told());
    }

    @Override
    public void tell(Level level, String message) {}
  }

  @Test
  void nothing_that_was_told_in_a_login_is_in_the_heap() throws Exception {
    Secret passphrase = new Secret();
    Secret password = new Secret();
    Path file = folder.resolve("key");
    PublicKey known = write(file, passphrase);
    PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", random);
    ServerOptions options =
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .publicKeys((_, key) -> key.equals(known))
            .passwords(
                (_, given) -> {
                  try (SecretBytes right = password.told()) {
                    return given.equals(right);
                  }
                })
            .methods("publickey,password")
            .shell(terminal -> 0)
            .build();
    long direct = direct();
    try (SshServer server = SshServer.start(options);
        SshClient client =
            SshClient.create(
                ClientOptions.builder()
                    .trust(TrustPolicy.pinned(hostKey.publicKey()))
                    .dialog(new Telling(passphrase, password))
                    .login(LoginOptions.builder().file(file).prompts(1).build())
                    .build())) {
      for (int i = 0; i < 5; i++) {
        try (ClientSession session = client.connect("ssh://alice@127.0.0.1:" + server.port())) {
          assertThat(session.exec("true").exit().isSuccess()).isTrue();
        }
      }
    }
    hostKey.close();
    try (HeapDump dump = HeapDump.whole()) {
      assertThat(dump.contains("SecretsTest")).as("what is there").isTrue();
      passphrase.assertGone(dump);
      password.assertGone(dump);
    }
    Awaitility.await().untilAsserted(() -> assertThat(direct()).isLessThanOrEqualTo(direct));
  }

  private PublicKey write(Path file, Secret passphrase) throws Exception {
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", random);
        SecretBytes told = passphrase.told()) {
      PrivateKeyFile.write(
          file,
          new NamedPrivateKey(key, "comment"),
          told,
          new KeyFileEncryption("aes256-ctr", 1),
          random);
      return key.publicKey();
    }
  }

  /** Bytes of buffers outside of the heap, less those of what the JVM keeps for each thread. */
  private static long direct() {
    System.gc();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
