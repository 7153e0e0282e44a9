package org.sshlite.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SshKeygen;

/** Lists as text, and what -k does to lists. */
class KrlListingTest {
  private static final Optional<PublicKey> CA = Optional.of(Certified.CA.publicKey());

  private final Krl krl = new Krl(3, 1_700_000_040L, "a comment");

  @TempDir private Path folder;

  private static PublicKey newKey() {
    return PrivateKey.generate("ssh-ed25519", Certified.RANDOM).publicKey();
  }

  private void revokeAllSorts() {
    krl.revoke(newKey());
    krl.revoke(Certified.KEY.publicKey());
    krl.revokeSha256(newKey());
    krl.revokeSha1(newKey());
    krl.revokeSerials(CA, 1, 5);
    krl.revokeSerials(CA, -1, -1);
    krl.revokeSerials(Optional.empty(), 9, 9);
    krl.revokeKeyId(CA, "alice's key");
    krl.revokeKeyId(CA, "bob");
  }

  @Test
  void a_list_is_shown_as_ssh_keygen_shows_it() throws Exception {
    revokeAllSorts();
    Path file = Files.write(folder.resolve("krl"), krl.write());
    assertThat(KrlListing.of(krl, ZoneId.systemDefault()).strip())
        .isEqualTo(SshKeygen.run("-Q", "-l", "-f", file));
  }

  @Test
  void text_of_a_list_does_nothing_to_a_terminal() {
    Krl hostile = new Krl(1, 0, "\033[2J\nserial: 1");
    hostile.revokeKeyId(CA, "x\nserial: 2");
    assertThat(KrlListing.of(hostile, ZoneOffset.UTC))
        .contains("# Comment: \\033[2J\\012serial: 1\n", "id: x\\012serial: 2\n");
  }

  @Test
  void a_date_that_no_calendar_has_is_told() {
    assertThat(KrlListing.of(new Krl(1, -1, ""), ZoneOffset.UTC))
        .startsWith("# KRL version 1\n# Generated at <INVALID>\n");
    assertThat(KrlListing.of(new Krl(1, 0, ""), ZoneOffset.UTC))
        .contains("# Generated at 19700101T000000\n");
  }

  @Test
  void a_renewed_list_revokes_the_same_and_can_be_added_to() throws Exception {
    revokeAllSorts();
    Krl renewed = Krl.read(krl.write()).renewed(4, 1_800_000_000L, "new");
    assertThat(renewed.version()).isEqualTo(4);
    assertThat(renewed.generatedAt()).isEqualTo(1_800_000_000L);
    assertThat(renewed.comment()).isEqualTo("new");
    assertThat(renewed.renewed(krl.version(), krl.generatedAt(), krl.comment()).write())
        .isEqualTo(krl.write());

    PublicKey added = newKey();
    renewed.revoke(added);
    renewed.revokeSerials(CA, 6, 6);
    assertThat(renewed.query(added)).isPresent();
    assertThat(krl.query(added)).isEmpty();
    assertThat(KrlListing.of(renewed, ZoneOffset.UTC)).contains("serial: 1-6\n");
    assertThat(KrlListing.of(krl, ZoneOffset.UTC)).contains("serial: 1-5\n");
  }

  @Test
  void a_key_is_revoked_by_the_hash_of_its_blob() throws Exception {
    PublicKey key = newKey();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.blob());
    krl.revokeSha256(hash);
    assertThat(krl.query(key)).contains(Krl.Reason.SHA256_FINGERPRINT);
    assertThatThrownBy(() -> krl.revokeSha256(new byte[20]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
