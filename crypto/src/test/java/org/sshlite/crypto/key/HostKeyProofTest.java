package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class HostKeyProofTest {
  private static final byte[] SESSION = {1, 2, 3};
  private static final byte[] OTHER_SESSION = {1, 2, 4};

  @Test
  void only_a_signature_by_the_key_for_this_session_is_a_proof() throws Exception {
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());
        PrivateKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      byte[] data = HostKeyProof.signedData(SESSION, key.publicKey());
      byte[] signature = key.sign("ssh-ed25519", data);
      assertThat(HostKeyProof.proves(key.publicKey(), SESSION, signature)).isTrue();
      assertThat(HostKeyProof.proves(key.publicKey(), OTHER_SESSION, signature)).isFalse();
      assertThat(HostKeyProof.proves(other.publicKey(), SESSION, signature)).isFalse();
      assertThat(HostKeyProof.proves(key.publicKey(), SESSION, other.sign("ssh-ed25519", data)))
          .isFalse();
      assertThat(HostKeyProof.proves(key.publicKey(), SESSION, new byte[0])).isFalse();
    }
  }
}
