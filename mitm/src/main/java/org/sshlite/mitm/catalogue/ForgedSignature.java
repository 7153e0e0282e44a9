package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.List;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Exchange;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.RsaHostKey;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;

/** The right host key, with a signature over the exchange hash that does not prove it. */
public enum ForgedSignature implements Manipulation {
  WRONG("signature-wrong", "changes one bit of the signature"),
  OTHER_HASH("signature-over-another-hash", "replays a signature over another exchange hash"),
  OTHER_KEY("signature-by-another-key", "signs with a key of his own"),
  OTHER_ALGORITHM(
      "signature-of-another-algorithm", "signs by rsa-sha2-256 where rsa-sha2-512 was agreed on"),
  OTHER_TYPE("signature-of-another-key-type", "signs with an ECDSA key and says so"),
  SHA1("signature-sha1", "signs by ssh-rsa, with SHA-1, where rsa-sha2-512 was agreed on"),
  EMPTY("signature-empty", "sends a signature of no bytes");

  private final String label;
  private final String does;

  ForgedSignature(String label, String does) {
    this.label = label;
    this.does = does;
  }

  @Override
  public About about() {
    return new About(
        label,
        "host key",
        "shows the host's true key, and " + does,
        switch (this) {
          case OTHER_ALGORITHM, SHA1 ->
              "RFC 8332 §3.3: the signature must be by the algorithm that was negotiated";
          default -> "RFC 4253 §8: the signature must be the host key's, over H of this exchange";
        },
        "verify it by exactly the negotiated algorithm, and disconnect");
  }

  @Override
  public boolean variesByKex() {
    return true;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public List<HostKey> hostKeys(Scene scene) {
            return ForgedSignature.this.hostKeys(scene);
          }

          @Override
          public byte[] sign(Exchange exchange, ServerEnd end) throws IOException {
            end.evidence().strike(does);
            return forge(exchange, end.scene());
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_RECEIVED) {
              Requirement.hostKeyAlgorithm(end, hostKeys(end.scene()));
            }
          }
        });
  }

  private List<HostKey> hostKeys(Scene scene) {
    return switch (this) {
      case OTHER_ALGORITHM, SHA1 ->
          scene
              .trueKey("rsa-sha2-512")
              .map(key -> List.of(key.shownAs(key.blob(), List.of("rsa-sha2-512"))))
              .orElse(List.of());
      default -> List.of(scene.trueKey());
    };
  }

  private byte[] forge(Exchange exchange, Scene scene) throws IOException {
    return switch (this) {
      case WRONG -> {
        byte[] signature = exchange.honestSignature();
        signature[signature.length - 5] ^= 1;
        yield signature;
      }
      case OTHER_HASH -> exchange.key().sign(exchange.algorithm(), new byte[32]);
      case OTHER_KEY -> scene.attackersKey().sign("ssh-ed25519", exchange.hash());
      case OTHER_ALGORITHM -> exchange.key().sign("rsa-sha2-256", exchange.hash());
      case OTHER_TYPE -> scene.attackersOtherKey().sign("ecdsa-sha2-nistp256", exchange.hash());
      case SHA1 -> exchange.key().sign(RsaHostKey.SHA1, exchange.hash());
      case EMPTY ->
          new SshWriter()
              .string(SignatureAlgorithms.plain(exchange.algorithm()))
              .string("")
              .toByteArray();
    };
  }
}
