package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.List;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Exchange;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;

/** A key re-exchange that does not prove that this is still the host, RFC 4253 §9. */
public enum ChangedOnRekey implements Manipulation {
  OTHER_KEY("rekey-host-key-changed", "shows a host key of his own"),
  WRONG_SIGNATURE("rekey-signature-wrong", "changes one bit of the signature");

  private final String label;
  private final String does;

  ChangedOnRekey(String label, String does) {
    this.label = label;
    this.does = does;
  }

  @Override
  public About about() {
    return new About(
        label,
        "host key",
        "exchanges keys anew after authentication, and " + does,
        "RFC 4253 §9: a re-exchange is done as the first exchange was",
        "refuse, as in the first exchange");
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public boolean variesByKex() {
    return true;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          private boolean rekeying;

          @Override
          public List<HostKey> hostKeys(Scene scene) {
            return rekeying && ChangedOnRekey.this == OTHER_KEY
                ? List.of(scene.attackersKey())
                : scene.trueKeys();
          }

          @Override
          public byte[] sign(Exchange exchange, ServerEnd end) throws IOException {
            byte[] signature = exchange.honestSignature();
            if (rekeying && ChangedOnRekey.this == WRONG_SIGNATURE) {
              signature[signature.length - 5] ^= 1;
            }
            return signature;
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.COMMAND_STARTED) {
              rekeying = true;
              end.evidence().strike("began a key re-exchange, and " + does);
              end.rekey();
              end.evidence().harm(Leak.OTHER, "it goes on under the keys of the re-exchange");
            }
          }
        });
  }
}
