package org.sshlite.tests.mitm;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.mitm.catalogue.Knowledge;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;

/** What the client believes the host by. */
enum Belief {
  /** The host's key, in known_hosts; or what else a manipulation says is there. */
  HOST_KEY(StrictHostKeyChecking.YES),
  /** A CA in known_hosts, and the host's certificate. */
  CERTIFICATE(StrictHostKeyChecking.YES),
  /** Nothing: the client takes what it sees first. */
  FIRST_USE(StrictHostKeyChecking.ACCEPT_NEW);

  private static final Scene ANY = Scene.create(new SecureRandom(), List.of());

  private final StrictHostKeyChecking strictness;

  Belief(StrictHostKeyChecking strictness) {
    this.strictness = strictness;
  }

  BatchClient client() {
    return new BatchClient(strictness);
  }

  /** The manipulation as this belief meets it; empty where it is about what to believe itself. */
  Optional<Manipulation> meet(Manipulation manipulation) {
    return switch (this) {
      case HOST_KEY -> Optional.of(manipulation);
      case CERTIFICATE ->
          manipulation.knowledge() == Knowledge.PINNED && showsTheTrueKey(manipulation)
              ? Optional.of(new CertifiedHost(manipulation))
              : Optional.empty();
      case FIRST_USE ->
          manipulation.knowledge() == Knowledge.PINNED && showsNoOtherKey(manipulation)
              ? Optional.of(new FirstVisit(manipulation))
              : Optional.empty();
    };
  }

  /** The one that there is a certificate of. */
  private static boolean showsTheTrueKey(Manipulation manipulation) {
    return shown(manipulation).contains(ANY.trueKey());
  }

  private static boolean showsNoOtherKey(Manipulation manipulation) {
    return shown(manipulation).stream()
        .allMatch(key -> ANY.trueKeys().stream().anyMatch(one -> one.line().equals(key.line())));
  }

  private static List<HostKey> shown(Manipulation manipulation) {
    return manipulation.attack().conduct().hostKeys(ANY);
  }
}
