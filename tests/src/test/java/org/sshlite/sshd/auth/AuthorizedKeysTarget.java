package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.tests.fuzz.FixedRandom;
import org.sshlite.tests.fuzz.Target;

/** authorized_keys files: keys, and what they may do. */
public final class AuthorizedKeysTarget {
  private static final PublicKey KEY =
      PrivateKey.generate("ssh-ed25519", new FixedRandom()).publicKey();
  private static final Instant NOW = Instant.parse("2026-08-20T12:00:00Z");

  private AuthorizedKeysTarget() {}

  public static Target create() {
    String key = new PublicKeyLine("", KEY, "").toString().strip();
    String text =
        """
        # mine
        %1$s comment
        restrict,pty,command="echo \\"a, b\\"",from="*.example,!10.0.0.0/8,192.0.2.0/24" %1$s
        cert-authority,principals="alice,bob" %1$s
        permitopen="host:80",permitlisten="8080",environment="A=b",expiry-time="20301231" %1$s
        no-port-forwarding,no-x11-forwarding,no-agent-forwarding,no-user-rc,tunnel="0" %1$s
        verify-required,no-touch-required %1$s
        """
            .formatted(key);
    return new Target(
        "authorized-keys", () -> List.of(text.getBytes(UTF_8)), AuthorizedKeysTarget::file);
  }

  private static void file(byte[] input) {
    for (String line : new String(input, UTF_8).split("\n", -1)) {
      if (!PublicKeyLine.holdsKey(line)) {
        continue;
      }
      try {
        PublicKeyLine read = PublicKeyLine.parse(line);
        KeyGrant grant = KeyGrant.parse(read.options());
        assertThat(grant.refusal("host.example", "192.0.2.7", NOW)).isNotNull();
        // one more that restricts nothing takes nothing away, and gives nothing back
        assertThat(grant.and(KeyGrant.ALL).orElseThrow().permissions())
            .isEqualTo(grant.permissions());
      } catch (MalformedException e) {
        assertThat(e.getMessage()).hasLineCount(1);
      }
    }
  }
}
