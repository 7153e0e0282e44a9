package org.sshlite.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKeyLine;

class HashedHostTest {
  @TempDir private Path folder;

  @Test
  void ssh_keygen_finds_a_hashed_name() throws Exception {
    String key =
        new PublicKeyLine(
                "", PrivateKey.generate("ssh-ed25519", new SecureRandom()).publicKey(), "")
            .toString();
    String line = HashedHost.of("[build-7]:2222") + " " + key + "\n";
    Path file = Files.writeString(folder.resolve("known_hosts"), line);
    assertThat(Peer.keygen("-F", "[build-7]:2222", "-f", file).out()).endsWith(line);
    assertThat(Peer.run("ssh-keygen", "-F", "build-7", "-f", file).status()).isEqualTo(1);
  }

  @Test
  void each_hash_has_a_salt_of_its_own() {
    assertThat(HashedHost.of("host")).isNotEqualTo(HashedHost.of("host")).hasSize(60);
  }
}
