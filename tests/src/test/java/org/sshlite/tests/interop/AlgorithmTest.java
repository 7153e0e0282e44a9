package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** Every key exchange method and every cipher, as far as the peer has them. */
class AlgorithmTest {
  private static final List<String> KEX =
      List.of("mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org");
  private static final List<String> CIPHERS =
      List.of("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com");

  private static Servers servers;

  @BeforeAll
  static void prepareServers(@TempDir Path folder) {
    servers = new Servers(folder);
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  /**
   * OpenSSH has mlkem768x25519-sha256 from 9.9 on; {@link MinaTest} covers it everywhere. Of the
   * names of one method that both have each cipher meets one; by {@code -P whole} each.
   */
  static Stream<Arguments> methodsOfOpenSsh() {
    if (!Peers.isInstalled("ssh")) {
      return Stream.of(arguments("curve25519-sha256", CIPHERS.getFirst())); // is skipped
    }
    List<String> theirs = Program.of(Peers.path("ssh"), "-Q", "kex").runWell().lines().toList();
    List<String> both = KEX.stream().filter(theirs::contains).toList();
    return IntStream.range(0, both.size() * CIPHERS.size())
        .filter(
            cell ->
                Boolean.getBoolean("whole")
                    || cell / CIPHERS.size() == cell % CIPHERS.size() % both.size())
        .mapToObj(
            cell -> arguments(both.get(cell / CIPHERS.size()), CIPHERS.get(cell % CIPHERS.size())));
  }

  @ParameterizedTest
  @MethodSource("methodsOfOpenSsh")
  void ssh_and_our_server_agree_on_what_is_asked_for(String kex, String cipher) {
    assertAgreed(Pair.SSH_TO_SSHD_LITE, kex, cipher);
  }

  /** What they agree on is computed alike for each; the algorithms themselves are elsewhere. */
  static Stream<Arguments> methodsOfOurClient() {
    return methodsOfOpenSsh().limit(Boolean.getBoolean("whole") ? Long.MAX_VALUE : 1);
  }

  @ParameterizedTest
  @MethodSource("methodsOfOurClient")
  void our_client_and_sshd_agree_on_what_is_asked_for(String kex, String cipher) {
    assertAgreed(Pair.SSH_LITE_TO_SSHD, kex, cipher);
  }

  private static void assertAgreed(Pair pair, String kex, String cipher) {
    Finished finished =
        Login.to(servers.of(pair).target())
            .kex(kex)
            .cipher(cipher)
            .extra("-v")
            .command("cat; exit 4")
            .by(pair.client())
            .input("through " + cipher)
            .run();

    assertThat(finished.text()).isEqualTo("through " + cipher);
    assertThat(finished.status()).isEqualTo(4);
    assertThat(finished.errors())
        .contains("kex: algorithm: " + kex)
        .contains("kex: server->client cipher: " + cipher);
  }

  @ParameterizedTest
  @Tag("whole")
  @ValueSource(strings = {"aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"})
  void plink_and_our_server_agree_on_what_is_asked_for(String cipher) {
    assertPasses(Pair.PLINK_TO_SSHD_LITE, cipher);
  }

  /** Dropbear has ChaCha20 of the three. */
  @ParameterizedTest
  @Tag("whole")
  @ValueSource(strings = "chacha20-poly1305@openssh.com")
  void dbclient_and_our_server_agree_on_what_is_asked_for(String cipher) {
    assertPasses(Pair.DBCLIENT_TO_SSHD_LITE, cipher);
  }

  private static void assertPasses(Pair pair, String cipher) {
    Finished finished =
        Login.to(servers.of(pair).target())
            .cipher(cipher)
            .command("cat; exit 4")
            .by(pair.client())
            .input("through " + cipher)
            .run();

    assertThat(finished.text()).isEqualTo("through " + cipher);
    assertThat(finished.status()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"SSH_TO_SSHD_LITE", "SSH_LITE_TO_SSHD_LITE"})
  void no_MAC_is_enough_for_a_cipher_that_authenticates(Pair pair) {
    Login login = Login.to(servers.of(pair).target()).extra("-o", "MACs=-*").command("cat");
    Finished through = login.cipher(CIPHERS.getFirst()).by(pair.client()).input("in").run();
    assertThat(through.text()).isEqualTo("in");

    Finished finished = login.cipher("aes128-ctr").by(pair.client()).run();
    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors()).contains("no matching MAC");
  }

  @ParameterizedTest
  @EnumSource(names = {"SSH_TO_SSHD_LITE", "SSH_LITE_TO_SSHD_LITE"})
  void nothing_in_common_is_told_with_what_the_other_side_has(Pair pair) {
    Finished finished =
        Login.to(servers.of(pair).target())
            .extra("-o", "HostKeyAlgorithms=rsa-sha2-512")
            .command("echo out")
            .by(pair.client())
            .run();

    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.text()).isEmpty();
    assertThat(finished.errors())
        .contains("no matching host key type found")
        .contains("ssh-ed25519");
  }

  /** What is recorded today may be read once there are quantum computers. */
  @Test
  void a_key_exchange_that_is_not_post_quantum_is_warned_of() {
    Finished finished =
        Login.to(servers.of(Pair.SSH_LITE_TO_SSHD_LITE).target())
            .kex("curve25519-sha256")
            .extra("-o", "WarnWeakCrypto=yes")
            .command("exit 4")
            .by(Pair.SSH_LITE_TO_SSHD_LITE.client())
            .run();

    assertThat(finished.status()).isEqualTo(4);
    assertThat(finished.errors()).contains("not using a post-quantum key exchange algorithm");
  }
}
