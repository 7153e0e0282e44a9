package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.List;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;

/** Host certificates that speak for nobody. */
public enum BadCertificate implements Manipulation {
  EXPIRED("certificate-expired", "whose time is over"),
  NOT_YET_VALID("certificate-not-yet-valid", "whose time has not come"),
  WRONG_PRINCIPAL("certificate-for-another-host", "that names another host"),
  USER_TYPE("certificate-of-a-user", "that is for a user"),
  OTHER_AUTHORITY("certificate-of-another-ca", "of a CA that is not known"),
  CRITICAL_OPTION("certificate-with-unknown-option", "with a critical option that nobody knows"),
  REVOKED_AUTHORITY("certificate-of-a-revoked-ca", "of a CA that is marked as revoked"),
  CHAINED("certificate-chained", "signed by a key that the CA has only certified"),
  NO_PRINCIPALS("certificate-without-principals", "that names no host at all"),
  BROKEN_SIGNATURE("certificate-with-broken-signature", "whose CA signature is spoilt"),
  NAMED_AUTHORITY("certificate-by-impostor", "that names the CA but is signed by another key");

  private static final int HOURS = 24;

  private final String label;
  private final String does;

  BadCertificate(String label, String does) {
    this.label = label;
    this.does = does;
  }

  @Override
  public About about() {
    return new About(
        label,
        "certificate",
        "shows a host certificate " + does,
        switch (this) {
          case NO_PRINCIPALS ->
              "OpenSSH 10.1: a host certificate without principals is good for none";
          case CHAINED ->
              "draft-miller-ssh-cert §2: the CA key is a plain key, chains are not allowed";
          case CRITICAL_OPTION -> "draft-miller-ssh-cert §3: an unknown critical option refuses";
          case REVOKED_AUTHORITY -> "sshd(8), SSH_KNOWN_HOSTS: @revoked holds for CA keys";
          default -> "draft-miller-ssh-cert §2";
        },
        "refuse the certificate, and not believe the key in it either");
  }

  @Override
  public Knowledge knowledge() {
    return this == REVOKED_AUTHORITY ? Knowledge.REVOKED_AUTHORITY : Knowledge.AUTHORITY;
  }

  @Override
  public Reach reach() {
    return Reach.IMPERSONATION;
  }

  private HostCertificate certificate(Scene scene) {
    HostCertificate good = HostCertificate.good(scene);
    return switch (this) {
      case EXPIRED -> good.withHours(-2 * HOURS, -HOURS);
      case NOT_YET_VALID -> good.withHours(HOURS, 2 * HOURS);
      case WRONG_PRINCIPAL -> good.withPrincipals("other.example");
      case USER_TYPE -> good.withType(HostCertificate.USER);
      case OTHER_AUTHORITY ->
          good.withAuthority(scene.otherAuthority(), scene.otherAuthority().publicKey().blob());
      case CRITICAL_OPTION -> good.withOption("unknown-option@example.com");
      case REVOKED_AUTHORITY -> good;
      case CHAINED ->
          good.withAuthority(
              scene.otherAuthority(), good.blob(scene.otherAuthority().publicKey().blob()));
      case NO_PRINCIPALS -> good.withPrincipals();
      case BROKEN_SIGNATURE -> good.withBrokenSignature();
      case NAMED_AUTHORITY ->
          good.withAuthority(scene.otherAuthority(), scene.authority().publicKey().blob());
    };
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public List<HostKey> hostKeys(Scene scene) {
            // for a key that nothing but the certificate speaks for
            return List.of(certificate(scene).issue(scene.attackersKey()));
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_RECEIVED) {
              Requirement.hostKeyAlgorithm(end, hostKeys(end.scene()));
              end.evidence().strike("showed a certificate " + does);
            }
          }
        });
  }
}
