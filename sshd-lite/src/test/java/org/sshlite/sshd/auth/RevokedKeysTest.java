package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.sshd.auth.LoginFolder.accepts;
import static org.sshlite.sshd.auth.LoginFolder.line;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;

class RevokedKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PrivateKey CA = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PublicKey KEY = PrivateKey.generate("ssh-ed25519", RANDOM).publicKey();
  private static final PublicKey OTHER = PrivateKey.generate("ssh-ed25519", RANDOM).publicKey();

  private LoginFolder folder;
  private Path revoked;
  private Certificate certificate;

  @BeforeEach
  void authorize_a_key_and_a_CA(@TempDir Path temporary) throws Exception {
    folder = new LoginFolder(temporary);
    folder.authorize(line(KEY) + "cert-authority " + line(CA.publicKey()));
    revoked = folder.home.resolve("revoked");
    certificate = Certificates.of(KEY).by(CA);
  }

  private boolean lets(PublicKey key) throws Exception {
    return accepts(folder.login("RevokedKeys=" + revoked), "alice", key);
  }

  @Test
  void a_list_of_keys_revokes_those_and_their_certificates() throws Exception {
    Files.writeString(revoked, "# lost\n" + line(OTHER));
    assertThat(lets(KEY)).isTrue();
    assertThat(lets(certificate)).isTrue();
    Files.writeString(revoked, "# lost\n" + line(KEY));
    assertThat(lets(KEY)).isFalse();
    assertThat(lets(certificate)).isFalse();
    assertThat(folder.logged())
        .contains(
            "Authentication key ED25519 %s revoked by file %s (line 2)"
                .formatted(KEY.fingerprint(), revoked));
    Files.writeString(revoked, line(CA.publicKey()));
    assertThat(lets(KEY)).isTrue();
    assertThat(lets(certificate)).isFalse();
  }

  static Stream<Arguments> revocations() {
    Optional<PublicKey> ca = Optional.of(CA.publicKey());
    return Stream.of(
        of(krl -> krl.revokeSerials(ca, 7, 7), true, "its serial number"),
        of(krl -> krl.revokeSerials(Optional.empty(), 1, 100), true, "its serial number"),
        of(krl -> krl.revokeKeyId(ca, "alice's laptop"), true, "its key id"),
        of(krl -> krl.revoke(CA.publicKey()), true, "its CA"),
        of(krl -> krl.revokeSha256(KEY), false, "its fingerprint"),
        of(krl -> krl.revoke(KEY), false, "the key itself"));
  }

  private static Arguments of(Consumer<Krl> revocation, boolean key, String reason) {
    return Arguments.of(revocation, key, reason);
  }

  @ParameterizedTest
  @MethodSource("revocations")
  void a_KRL_revokes_what_it_names(Consumer<Krl> revocation, boolean keyIsGood, String reason)
      throws Exception {
    Krl krl = new Krl(1, 0, "test");
    revocation.accept(krl);
    Files.write(revoked, krl.write());
    assertThat(lets(certificate)).isFalse();
    assertThat(folder.logged()).contains("revoked by file " + revoked + " (" + reason + ")");
    assertThat(lets(KEY)).isEqualTo(keyIsGood);
  }

  @Test
  void a_file_that_is_not_there_refuses_all_keys() throws Exception {
    assertThat(lets(KEY)).isFalse();
    assertThat(folder.logged())
        .contains(
            "Error checking authentication key ED25519 %s in revoked keys file %s: No such file"
                .formatted(KEY.fingerprint(), revoked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh-ed25519 AAAA\n", "no key\n", "SSHKRL\n\0 but truncated"})
  void a_file_that_cannot_be_read_refuses_all_keys(String text) throws Exception {
    Files.writeString(revoked, text);
    assertThat(lets(KEY)).isFalse();
    assertThat(folder.logged()).contains("Error checking authentication key ");
  }

  @Test
  void each_of_several_files_revokes() throws Exception {
    Path more = Files.writeString(folder.home.resolve("more"), line(OTHER));
    Files.writeString(revoked, "# none yet\n");
    String both = "RevokedKeys=" + revoked + " " + more;
    assertThat(accepts(folder.login(both), "alice", KEY)).isTrue();
    Files.writeString(more, line(KEY));
    assertThat(accepts(folder.login(both), "alice", KEY)).isFalse();
    Files.delete(more);
    assertThat(accepts(folder.login(both), "alice", KEY)).isFalse();
  }

  @Test
  void none_revokes_nothing() throws Exception {
    assertThat(accepts(folder.login("RevokedKeys=none"), "alice", KEY)).isTrue();
  }
}
