package org.sshlite.mitm.catalogue;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sshlite.mitm.end.Marker;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.KexInitAlteration;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.protocol.message.KexInit;

/** KEXINITs edited towards something weaker, in both directions where that hides it best. */
public enum Downgrade implements Manipulation {
  KEY_EXCHANGE(
      "downgrade-key-exchange",
      "takes everything post-quantum out of both KEXINITs",
      "RFC 9142 §1; RFC 4253 §8") {
    @Override
    KexInit edit(KexInit message) {
      return KexInitField.KEX.edit(message, without("mlkem", "sntrup"));
    }
  },
  CIPHERS("downgrade-ciphers", "leaves only AES-CTR in both KEXINITs", "RFC 4253 §7.1 and §8") {
    @Override
    KexInit edit(KexInit message) {
      UnaryOperator<List<String>> ctr =
          names -> names.stream().filter(n -> n.endsWith("-ctr")).toList();
      return KexInitField.CIPHER_TO_CLIENT.edit(
          KexInitField.CIPHER_TO_SERVER.edit(message, ctr), ctr);
    }
  },
  STRICT_MARKER_OF_SERVER(
      "strict-marker-of-server-removed",
      "takes kex-strict-s out of the server's KEXINIT",
      "CVE-2023-48795; draft-miller-sshm-strict-kex") {
    @Override
    Set<Direction> ways() {
      return Set.of(Direction.TO_CLIENT);
    }

    @Override
    KexInit edit(KexInit message) {
      return KexInitField.KEX.edit(message, without(Marker.STRICT_SERVER));
    }
  },
  STRICT_MARKER_OF_CLIENT(
      "strict-marker-of-client-removed",
      "takes kex-strict-c out of the client's KEXINIT",
      "CVE-2023-48795; draft-miller-sshm-strict-kex") {
    @Override
    Set<Direction> ways() {
      return Set.of(Direction.TO_SERVER);
    }

    @Override
    KexInit edit(KexInit message) {
      return KexInitField.KEX.edit(message, without(Marker.STRICT_CLIENT));
    }
  },
  STRICT_MARKERS(
      "strict-markers-removed",
      "takes the markers of strict key exchange out of both KEXINITs",
      "CVE-2023-48795; draft-miller-sshm-strict-kex") {
    @Override
    KexInit edit(KexInit message) {
      return KexInitField.KEX.edit(message, without("kex-strict-"));
    }
  },
  EXTENSION_MARKER(
      "ext-info-marker-removed",
      "takes ext-info-c out of the client's KEXINIT, against server-sig-algs",
      "RFC 8308 §2.1; RFC 4253 §8") {
    @Override
    Set<Direction> ways() {
      return Set.of(Direction.TO_SERVER);
    }

    @Override
    KexInit edit(KexInit message) {
      return KexInitField.KEX.edit(message, without(Marker.EXT_INFO_CLIENT));
    }
  },
  COOKIE("kexinit-cookie-edited", "changes the cookie of both KEXINITs", "RFC 4253 §7.1 and §8") {
    @Override
    KexInit edit(KexInit message) {
      return otherCookie(message);
    }
  };

  private final String label;
  private final String does;
  private final String breaks;

  Downgrade(String label, String does, String breaks) {
    this.label = label;
    this.does = does;
    this.breaks = breaks;
  }

  abstract KexInit edit(KexInit message);

  Set<Direction> ways() {
    return Set.of(Direction.values());
  }

  private static UnaryOperator<List<String>> without(String... parts) {
    return names ->
        names.stream().filter(name -> List.of(parts).stream().noneMatch(name::contains)).toList();
  }

  @Override
  public About about() {
    return new About(
        label, "negotiation", does, breaks, "find the signature wrong, and disconnect");
  }

  @Override
  public Reach reach() {
    return Reach.RELAY;
  }

  @Override
  public boolean variesByKex() {
    return true;
  }

  @Override
  public Attack attack() {
    return Attack.on(new KexInitAlteration(ways(), this::edit, does));
  }

  private static KexInit otherCookie(KexInit message) {
    byte[] cookie = message.cookie().clone();
    cookie[0] ^= 1;
    return new KexInit(
        cookie,
        message.kexAlgorithms(),
        message.serverHostKeyAlgorithms(),
        message.encryptionClientToServer(),
        message.encryptionServerToClient(),
        message.macClientToServer(),
        message.macServerToClient(),
        message.compressionClientToServer(),
        message.compressionServerToClient(),
        message.languagesClientToServer(),
        message.languagesServerToClient(),
        message.firstKexPacketFollows());
  }
}
