package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.MalformedException;

/** Signatures that OpenSSH 10.5 made with key types that older ones lack or that need a token. */
class RecordedSignaturesTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);

  private static SshSignature recorded(String name) throws Exception {
    return SshSignature.parse(Recorded.text(name + ".sig"), PublicKeys::read);
  }

  private static byte[] digest(SshSignature signature, byte[] message) {
    return SshSignature.startHash(signature.hash()).digest(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mldsa44", "sk-ed25519", "sk-ecdsa"})
  void a_signature_verifies_and_an_altered_one_does_not(String name) throws Exception {
    SshSignature signature = recorded(name);
    assertThat(signature.key()).isEqualTo(Recorded.publicKey(name).key());
    assertThat(signature.verify(digest(signature, MESSAGE))).isTrue();
    assertThat(signature.verify(digest(signature, new byte[1]))).isFalse();

    byte[] blob = signature.signature();
    for (int i = 0; i < blob.length; i += i < 300 ? 1 : 61) {
      byte[] altered = blob.clone();
      altered[i] ^= 1;
      var changed = new SshSignature(signature.key(), "file", signature.hash(), altered);
      assertThat(changed.verify(digest(signature, MESSAGE))).as("byte " + i).isFalse();
      var cut = new SshSignature(signature.key(), "file", signature.hash(), Arrays.copyOf(blob, i));
      assertThat(cut.verify(digest(signature, MESSAGE))).as("cut at " + i).isFalse();
    }
    byte[] longer = Arrays.copyOf(blob, blob.length + 1);
    var changed = new SshSignature(signature.key(), "file", signature.hash(), longer);
    assertThat(changed.verify(digest(signature, MESSAGE))).isFalse();
  }

  @Test
  void a_signature_for_another_namespace_does_not_verify() throws Exception {
    SshSignature s = recorded("mldsa44");
    var other = new SshSignature(s.key(), "git", s.hash(), s.signature());
    assertThat(other.verify(digest(s, MESSAGE))).isFalse();
  }

  @Test
  void a_signature_file_reads_back_as_it_was_written() throws Exception {
    assertThat(recorded("sk-ed25519").format()).isEqualTo(Recorded.text("sk-ed25519.sig"));
  }

  @Test
  void a_signature_file_with_any_character_altered_or_cut_off_is_refused_or_does_not_crash()
      throws Exception {
    byte[] text = Recorded.text("sk-ecdsa.sig");
    for (int i = 0; i < text.length; i++) {
      byte[] altered = text.clone();
      altered[i] ^= 2;
      try {
        SshSignature signature = SshSignature.parse(altered, PublicKeys::read);
        signature.verify(digest(signature, MESSAGE));
      } catch (MalformedException e) {
        assertThat(e.getMessage()).hasLineCount(1);
      }
      if (i < text.length - 1) {
        byte[] cut = Arrays.copyOf(text, i);
        assertThatThrownBy(() -> SshSignature.parse(cut, PublicKeys::read))
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  @Test
  void a_key_in_a_token_says_that_it_cannot_sign_here() throws Exception {
    PrivateKey key = Recorded.parse("x", Recorded.text("sk-ed25519-openssh")).key();
    assertThatThrownBy(() -> key.sign("sk-ssh-ed25519@openssh.com", MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("security key");
  }
}
