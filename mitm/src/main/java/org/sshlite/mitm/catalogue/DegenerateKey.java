package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;

/**
 * A server's ephemeral key that is no key: the secret that comes of it is known to everyone, or to
 * the attacker. Signed with the host's key, so that only a check of the blob itself can notice.
 */
public record DegenerateKey(String method, String prefix, EphemeralFlaw flaw)
    implements Manipulation {
  /** Each flaw under each method that can have it. */
  public static List<DegenerateKey> all() {
    return Stream.of(
            of(EphemeralFlaw.Kind.X25519, "curve25519-sha256", "curve25519"),
            of(EphemeralFlaw.Kind.HYBRID, "mlkem768x25519-sha256", "mlkem768x25519"),
            of(EphemeralFlaw.Kind.HYBRID, "sntrup761x25519-sha512", "sntrup761x25519"),
            of(EphemeralFlaw.Kind.ECDH, "ecdh-sha2-nistp256", "nistp256"),
            of(EphemeralFlaw.Kind.ECDH, "ecdh-sha2-nistp384", "nistp384"),
            of(EphemeralFlaw.Kind.ECDH, "ecdh-sha2-nistp521", "nistp521"),
            of(EphemeralFlaw.Kind.DH, "diffie-hellman-group14-sha256", "dh-group14"),
            of(EphemeralFlaw.Kind.DH, "diffie-hellman-group16-sha512", "dh-group16"),
            of(EphemeralFlaw.Kind.DH, "diffie-hellman-group18-sha512", "dh-group18"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<DegenerateKey> of(EphemeralFlaw.Kind kind, String method, String prefix) {
    return Stream.of(EphemeralFlaw.values())
        .filter(flaw -> flaw.kind() == kind)
        .map(flaw -> new DegenerateKey(method, prefix, flaw))
        .toList();
  }

  @Override
  public About about() {
    return new About(
        "ephemeral-" + prefix + "-" + flaw.suffix(),
        "key exchange",
        "sends as its ephemeral key in " + method + ": " + flaw.does(),
        switch (flaw.kind()) {
          case DH -> "RFC 8268 §4, RFC 4253 §8: 1 < f < p-1";
          case ECDH -> "RFC 5656 §4: the point must be validated";
          case HYBRID ->
              method.startsWith("sntrup")
                  ? "RFC 9941 §3: lengths, and RFC 8731 §3"
                  : "draft-ietf-sshm-mlkem-hybrid-kex §2.5: lengths, and RFC 8731 §3";
          case X25519 -> "RFC 8731 §3: 32 bytes, and no all-zero secret";
        },
        "disconnect before any key is made of it");
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public List<String> kexMethods(Scene scene) {
            return List.of(method);
          }

          @Override
          public KexMethod.Response respond(KexMethod kex, byte[] init, ServerEnd end)
              throws KexException, IOException {
            end.evidence().strike("sent " + flaw.does());
            return flaw.respond(kex, init, end.random());
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_RECEIVED) {
              Requirement.kexMethod(end, method);
            }
          }
        });
  }
}
