package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.CertificateFiles.Found;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyPublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.agent.Agent;
import org.sshlite.protocol.agent.AgentKey;
import org.sshlite.protocol.agent.SessionBinding;

/**
 * The keys and certificates of an agent and of files in ssh's order: the certificates of
 * CertificateFile; what the agent has, first what files name; what else there is in files. Within
 * each, of what the user did not name, certificates come before plain keys. A server counts each
 * that is offered, so the order decides whether the right one gets its turn.
 */
final class KeyOrder {
  /** Of {@link #priority}: what is no certificate. */
  private static final int LAST = 3;

  private final LoginOptions options;
  private final Dialog dialog;
  private final List<Found> named;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Identity> inAgent;
  private final Map<Path, Optional<Identity>> opened = new HashMap<>();
  private final Set<Path> used = new HashSet<>();

  /** What was not offered yet: each is looked at when it is its turn. */
  private final Queue<Supplier<List<Identity>>> turns = new ArrayDeque<>();

  /**
   * What a file says that it is, or the one beside it.
   *
   * @param key that of the file as far as it shows, or a certificate for it
   */
  private record Entry(KeyLocation location, Optional<PublicKey> key) {
    boolean is(PublicKey other) {
      return key.filter(other::equals).isPresent();
    }
  }

  /** Asks the agent, if there is one, on behalf of a session. */
  KeyOrder(LoginOptions options, Optional<SessionBinding> session, Dialog dialog) {
    this.options = options;
    this.dialog = dialog;
    CertificateFiles certificates = new CertificateFiles(options.certificates(), dialog);
    List<AgentKey> keys =
        options.agent().map(socket -> keys(new Agent(socket, session), dialog)).orElse(List.of());
    this.named = certificates.named();
    options.files().forEach(location -> enter(location, certificates));
    Set<Entry> ofAgent = new HashSet<>();
    this.inAgent = inOrder(identities(keys, ofAgent), Identity::asked, Identity::publicKey);
    for (Found certificate : named) {
      turns.add(() -> certified(certificate).stream().toList());
    }
    inAgent.forEach(key -> turns.add(() -> List.of(key)));
    List<Entry> left = entries.stream().filter(entry -> !ofAgent.contains(entry)).toList();
    inOrder(left, entry -> entry.location().asked(), entry -> entry.key().orElse(null))
        .forEach(entry -> turns.add(() -> ofFile(entry)));
  }

  private static List<AgentKey> keys(Agent agent, Dialog dialog) {
    try {
      List<AgentKey> keys =
          agent.keys(problem -> dialog.tell(Level.DEBUG, "ignoring an agent's key: " + problem));
      dialog.tell(Level.DEBUG, "agent returned " + keys.size() + " keys");
      return keys;
    } catch (IOException e) {
      dialog.tell(Level.DEBUG, "no agent: " + Printable.line(String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  /** As ssh: what is named is offered; the key of a certificate that is named only signs. */
  private void enter(KeyLocation location, CertificateFiles certificates) {
    if (!CertificateFiles.keyOf(location).equals(location)) {
      certificates.at(location).ifPresent(certificate -> enter(location, certificate));
      return;
    }
    Entry key = new Entry(location, FileKey.shown(location.file(), dialog));
    entries.add(key);
    if (named.isEmpty()) {
      certificates
          .beside(location)
          .filter(certificate -> key.key().isEmpty() || key.is(certificate.key()))
          .ifPresent(certificate -> enter(location, certificate));
    }
  }

  private void enter(KeyLocation location, Certificate certificate) {
    if (entries.stream().noneMatch(each -> each.is(certificate))) {
      entries.add(new Entry(location, Optional.of(certificate)));
    }
  }

  /**
   * The agent's keys that are to be offered.
   *
   * @param ofAgent gets what files say of these
   */
  private List<Identity> identities(List<AgentKey> keys, Set<Entry> ofAgent) {
    List<Identity> first = new ArrayList<>();
    List<Identity> others = new ArrayList<>();
    for (AgentKey key : keys) {
      List<Entry> same = entries.stream().filter(entry -> entry.is(key.publicKey())).toList();
      if (same.isEmpty()) {
        others.add(Identity.of(key, key.comment(), false));
      } else {
        KeyLocation location = same.getFirst().location();
        first.add(Identity.of(key, location.file().toString(), location.asked()));
        ofAgent.addAll(same);
      }
    }
    if (!options.identitiesOnly()) {
      first.addAll(others);
    }
    return first;
  }

  /** What the user named keeps its place; the other places are filled by what counts most. */
  private static <T> List<T> inOrder(
      List<T> all, Predicate<T> asked, Function<T, @Nullable PublicKey> keyOf) {
    Queue<T> others = new ArrayDeque<>();
    for (int priority = 0; priority <= LAST; priority++) {
      for (T each : all) {
        if (!asked.test(each) && priority(keyOf.apply(each)) == priority) {
          others.add(each);
        }
      }
    }
    return all.stream().map(each -> asked.test(each) ? each : others.remove()).toList();
  }

  /** OpenSSH's: what asks for the least of the user comes first. */
  private static int priority(@Nullable PublicKey key) {
    if (!(key instanceof Certificate certificate)) {
      return LAST;
    }
    boolean token = certificate.key() instanceof SecurityKeyPublicKey;
    CertificateFields fields = certificate.fields();
    if (token && has(fields.criticalOptions(), "verify-required")) {
      return 2;
    }
    return token && has(fields.extensions(), "no-touch-required") ? 0 : 1;
  }

  private static boolean has(List<CertificateOption> options, String name) {
    return options.stream().anyMatch(option -> option.name().equals(name));
  }

  private List<Identity> ofFile(Entry entry) {
    KeyLocation location = entry.location();
    PublicKey shown = entry.key().orElse(null);
    if (shown instanceof Certificate certificate) {
      return ofFile(location, certificate).stream().toList();
    }
    if (inAgent.stream().anyMatch(key -> key.publicKey().equals(shown))) {
      return List.of(); // it has been offered
    }
    List<Identity> keys = new ArrayList<>();
    for (Identity key : opened(location).stream().toList()) {
      // of a file that shows no key until it is opened
      named.stream()
          .filter(each -> !used.contains(each.file()))
          .filter(each -> each.certificate().key().equals(key.publicKey()))
          .forEach(each -> keys.addAll(certified(each).stream().toList()));
      keys.add(key);
    }
    return keys;
  }

  private Optional<Identity> ofFile(KeyLocation location, Certificate certificate) {
    List<Path> same = named.stream().filter(each -> each.is(certificate)).map(Found::file).toList();
    if (same.stream().anyMatch(used::contains)) {
      return Optional.empty(); // it has been offered
    }
    String name = location.file().toString();
    Optional<Identity> key =
        keyFor(certificate)
            .or(() -> beside(location).filter(own -> own.publicKey().equals(certificate.key())));
    key.ifPresent(_ -> used.addAll(same));
    return key.map(of -> of.certifiedBy(certificate, name, location.asked()));
  }

  private Optional<Identity> certified(Found found) {
    Certificate certificate = found.certificate();
    Optional<Identity> key = keyFor(certificate);
    key.ifPresent(_ -> used.add(found.file()));
    return key.map(of -> of.certifiedBy(certificate, found.file().toString(), true));
  }

  /** The agent's, or that of a file that shows or has shown it. */
  private Optional<Identity> keyFor(Certificate certificate) {
    return Stream.concat(inAgent.stream(), opened.values().stream().flatMap(Optional::stream))
        .filter(key -> key.publicKey().equals(certificate.key()))
        .findFirst()
        .or(
            () ->
                entries.stream()
                    .filter(entry -> entry.is(certificate.key()))
                    .findFirst()
                    .flatMap(entry -> opened(entry.location())));
  }

  /**
   * The key that a certificate stands beside. Where ssh -i X-cert.pub has no such key in an agent
   * or in another file that is named, X will do.
   */
  private Optional<Identity> beside(KeyLocation location) {
    KeyLocation own = CertificateFiles.keyOf(location);
    if (!own.equals(location) && !Files.exists(own.file())) {
      tellKeyless(location.file());
      return Optional.empty();
    }
    return opened(own);
  }

  private void tellKeyless(Path certificate) {
    dialog.tell(
        Level.DEBUG,
        "no separate private key for certificate \""
            + Printable.line(certificate.toString())
            + "\"");
  }

  private Optional<Identity> opened(KeyLocation location) {
    Optional<Identity> known = opened.get(location.file());
    if (known == null) {
      known =
          FileKey.open(location, dialog, options)
              // only an agent signs by a token's; who asks for one is told so
              .filter(key -> location.asked() || !(key.publicKey() instanceof SecurityKeyPublicKey))
              .map(key -> Identity.of(key, location));
      opened.put(location.file(), known);
    }
    return known;
  }

  /** The next ones in turn; empty when there are no more. */
  List<Identity> next() {
    while (!turns.isEmpty()) {
      List<Identity> identities = turns.remove().get();
      if (!identities.isEmpty()) {
        return identities;
      }
    }
    named.stream()
        .filter(certificate -> used.add(certificate.file()))
        .forEach(certificate -> tellKeyless(certificate.file()));
    return List.of();
  }
}
