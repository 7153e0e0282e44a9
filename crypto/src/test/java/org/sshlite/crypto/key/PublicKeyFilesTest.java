package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.MalformedException;

/** RFC 4716 and PEM files of public keys. */
class PublicKeyFilesTest {
  @TempDir private Path folder;

  private static PublicKey key(String name) throws Exception {
    return Recorded.publicKey(name).key();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa256", "ecdsa521", "ed25519", "sk-ed25519"})
  void an_RFC_4716_file_of_ssh_keygen_is_read_and_the_other_way_round(String name)
      throws Exception {
    String exported = SshKeygen.run("-e", "-m", "RFC4716", "-f", Recorded.file(name + ".pub"));
    PublicKeyLine read = Rfc4716.parse(exported, PublicKeys::read);
    assertThat(read.key()).isEqualTo(key(name));
    assertThat(read.comment()).contains("converted by");
    assertThat(Rfc4716.format(read.key(), read.comment()).strip()).isEqualTo(exported);

    Path ours = Files.writeString(folder.resolve("ours"), Rfc4716.format(key(name), "a comment"));
    String line = SshKeygen.run("-i", "-m", "RFC4716", "-f", ours);
    assertThat(PublicKeyLine.parse(line).key()).isEqualTo(key(name));
  }

  /** From RFC 4716 §3.6. */
  @Test
  void continued_headers_private_headers_and_any_case_are_read() throws Exception {
    String body = Rfc4716.format(key("ed25519"), "").lines().skip(1).findFirst().orElseThrow();
    String text =
        """
        ---- BEGIN SSH2 PUBLIC KEY ----
        x-command: /home/me/bin/lock-in-guest.sh
        COMMENT: This is my public key for use on \\
        servers which I don't like.
        %s
        ---- END SSH2 PUBLIC KEY ----
        """
            .formatted(body);
    PublicKeyLine read = Rfc4716.parse(text, PublicKeys::read);
    assertThat(read.key()).isEqualTo(key("ed25519"));
    assertThat(read.comment())
        .isEqualTo("This is my public key for use on servers which I don't like.");
    assertThat(Rfc4716.hasMarker(text)).isTrue();
    assertThat(Rfc4716.parse(text.replace("\n", "\r\n"), PublicKeys::read)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "with \"quotes\" and \\ in it",
        "ends in \\",
        "0123456789012345678901234567890123456789012345678901234567890123456789",
        "a long comment with blanks        and ümlauts ééééééééééééééééééééééééééééééééé"
            + " 😀😀😀😀😀😀😀😀"
      })
  void a_comment_reads_back_and_no_line_is_longer_than_72_bytes(String comment) throws Exception {
    String text = Rfc4716.format(key("ed25519"), comment);
    assertThat(Rfc4716.parse(text, PublicKeys::read).comment()).isEqualTo(comment);
    assertThat(text.lines())
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(72));
  }

  @Test
  void a_comment_that_would_start_a_line_of_its_own_is_a_caller_error() throws Exception {
    PublicKey key = key("ed25519");
    assertThatThrownBy(() -> Rfc4716.format(key, "a\nb"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rfc4716.format(key, "x".repeat(1100)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PublicKeyLine("", key, "a\nb"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PublicKeyLine.parse(new PublicKeyLine("", key, "a") + "\rb"))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void an_RFC_4716_file_cut_off_anywhere_is_refused() throws Exception {
    String text = Rfc4716.format(key("ed25519"), "c").strip();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> Rfc4716.parse(cut, PublicKeys::read))
          .isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa256", "ecdsa384", "ecdsa521"})
  void a_PEM_file_is_byte_for_byte_that_of_ssh_keygen(String name) throws Exception {
    String exported = SshKeygen.run("-e", "-m", "PKCS8", "-f", Recorded.file(name + ".pub"));
    assertThat(PemPublicKeys.parse(exported.getBytes())).isEqualTo(key(name));
    assertThat(PemPublicKeys.formatInfo(key(name)).strip()).isEqualTo(exported);
  }

  @Test
  void a_PKCS_1_file_is_byte_for_byte_that_of_ssh_keygen() throws Exception {
    String exported = SshKeygen.run("-e", "-m", "PEM", "-f", Recorded.file("rsa.pub"));
    assertThat(PemPublicKeys.parse(exported.getBytes())).isEqualTo(key("rsa"));
    assertThat(PemPublicKeys.formatPkcs1((RsaPublicKey) key("rsa")).strip()).isEqualTo(exported);
  }

  @Test
  void an_Ed25519_key_in_PEM_reads_back_and_other_types_have_no_such_form() throws Exception {
    String text = PemPublicKeys.formatInfo(key("ed25519"));
    assertThat(PemPublicKeys.parse(text.getBytes())).isEqualTo(key("ed25519"));
    PublicKey token = key("sk-ed25519");
    assertThatThrownBy(() -> PemPublicKeys.formatInfo(token))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_damaged_PEM_file_is_refused_or_is_another_key_but_never_crashes() throws Exception {
    byte[] text = PemPublicKeys.formatInfo(key("ecdsa256")).getBytes();
    for (int i = 0; i < text.length; i++) {
      byte[] altered = text.clone();
      altered[i] ^= 1;
      try {
        PemPublicKeys.parse(altered);
      } catch (MalformedException e) {
        assertThat(e.getMessage()).hasLineCount(1);
      }
      if (i < text.length - 1) {
        byte[] cut = Arrays.copyOf(text, i);
        assertThatThrownBy(() -> PemPublicKeys.parse(cut)).isInstanceOf(MalformedException.class);
      }
    }
  }
}
