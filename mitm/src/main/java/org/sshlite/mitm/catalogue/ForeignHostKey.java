package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.List;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;

/** A host key that is not, or no longer, the host's: signed with, and all else in order. */
public enum ForeignHostKey implements Manipulation {
  SAME_TYPE(
      "host-key-changed",
      "shows a host key of his own, of the type that is known",
      Knowledge.PINNED,
      List.of("publickey", "password", "keyboard-interactive")),
  OTHER_TYPE(
      "host-key-of-another-type",
      "shows a host key of his own, and offers no type that is known",
      Knowledge.PINNED,
      List.of("publickey", "password", "keyboard-interactive")),
  FIRST_USE(
      "host-key-unknown",
      "shows a host key of his own to a client that has never seen the host",
      Knowledge.UNKNOWN,
      List.of("publickey", "password", "keyboard-interactive")),
  ANOTHER_HOST(
      "host-key-of-another-host",
      "shows a key that is known, but as another host's",
      Knowledge.ANOTHER_HOST,
      List.of("publickey", "password", "keyboard-interactive")),
  REVOKED(
      "host-key-revoked",
      "shows the host's own key, which is marked as revoked",
      Knowledge.REVOKED,
      List.of("publickey", "password", "keyboard-interactive")),
  PASSWORD_AFTER_CHANGE(
      "host-key-changed-then-password",
      "shows a host key of his own and then offers password authentication only",
      Knowledge.PINNED,
      List.of("password")),
  PROMPT_AFTER_CHANGE(
      "host-key-changed-then-prompt",
      "shows a host key of his own and then asks for the password by keyboard-interactive",
      Knowledge.PINNED,
      List.of("keyboard-interactive"));

  private final String label;
  private final String does;
  private final Knowledge knowledge;
  private final List<String> methods;

  ForeignHostKey(String label, String does, Knowledge knowledge, List<String> methods) {
    this.label = label;
    this.does = does;
    this.knowledge = knowledge;
    this.methods = methods;
  }

  @Override
  public About about() {
    return new About(
        label,
        "host key",
        does,
        "RFC 4251 §4.1 and §9.3.4: the host key must be the one that is known for this host",
        "refuse before it authenticates, and without asking where nobody can answer");
  }

  @Override
  public Knowledge knowledge() {
    return knowledge;
  }

  @Override
  public Reach reach() {
    return this == REVOKED ? Reach.HOST : Reach.IMPERSONATION;
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
            return switch (ForeignHostKey.this) {
              case OTHER_TYPE -> List.of(scene.attackersOtherKey());
              case REVOKED -> scene.trueKeys();
              default -> List.of(scene.attackersKey());
            };
          }

          @Override
          public List<String> methods() {
            return methods;
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_SENT) {
              end.evidence().strike("offered " + hostKeys(end.scene()).getFirst().fingerprint());
            }
          }
        });
  }
}
