package org.sshlite.mitm.catalogue;

import java.util.List;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;

/** The control runs: nothing is manipulated, and the client must succeed. */
public enum Honest implements Manipulation {
  /** A host that the client knows. */
  KNOWN_HOST("control", Knowledge.PINNED),
  /** A host with a certificate of a CA that the client knows. */
  CERTIFIED_HOST("control-certificate", Knowledge.AUTHORITY);

  private final String label;
  private final Knowledge knowledge;

  Honest(String label, Knowledge knowledge) {
    this.label = label;
    this.knowledge = knowledge;
  }

  @Override
  public About about() {
    return new About(label, "control", "nothing", "nothing", "succeed");
  }

  @Override
  public Knowledge knowledge() {
    return knowledge;
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    if (knowledge == Knowledge.PINNED) {
      return Attack.by(Conduct.honest());
    }
    return Attack.by(
        new Conduct() {
          @Override
          public List<HostKey> hostKeys(Scene scene) {
            return List.of(HostCertificate.good(scene).issue(scene.trueKey()));
          }
        });
  }
}
