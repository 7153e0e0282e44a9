package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.agent.Agent;
import org.sshlite.protocol.agent.AgentKey;
import org.sshlite.protocol.agent.SessionBinding;

/**
 * The agent's keys in ssh's order: those that files name, then the others unless IdentitiesOnly.
 *
 * @param files the public halves of the files, as far as they can be seen
 */
record AgentKeys(List<Offer> offers, Map<Path, PublicKey> files) {
  /**
   * One key.
   *
   * @param location of the file that names it
   */
  record Offer(AgentKey key, Optional<KeyLocation> location) {
    Identity identity() {
      return Identity.of(
          key,
          location.map(named -> named.file().toString()).orElse(key.comment()),
          location.filter(KeyLocation::asked).isPresent());
    }

    List<Identity> certificates(CertificateFiles certificates) {
      return location
          .map(named -> certificates.of(identity(), named))
          .orElseGet(() -> certificates.of(identity()));
    }
  }

  /** Asks the agent, if there is one, on behalf of a session. */
  static AgentKeys ask(LoginOptions options, Optional<SessionBinding> session, Dialog dialog) {
    List<AgentKey> keys =
        options.agent().map(socket -> keys(new Agent(socket, session), dialog)).orElse(List.of());
    if (keys.isEmpty()) {
      return new AgentKeys(List.of(), Map.of());
    }
    Map<Path, PublicKey> files = new HashMap<>();
    Map<PublicKey, KeyLocation> named = new HashMap<>();
    for (KeyLocation location : options.files()) {
      FileKey.shown(CertificateFiles.keyOf(location).file(), dialog)
          .ifPresent(
              key -> {
                files.put(location.file(), key);
                named.putIfAbsent(key, location);
              });
    }
    List<Offer> offers = new ArrayList<>();
    List<Offer> others = new ArrayList<>();
    for (AgentKey key : keys) {
      Optional<KeyLocation> location = Optional.ofNullable(named.get(key.publicKey()));
      (location.isPresent() ? offers : others).add(new Offer(key, location));
    }
    if (!options.identitiesOnly()) {
      offers.addAll(others);
    }
    return new AgentKeys(offers, files);
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

  /** Whether the key of a file is one of them. */
  boolean has(KeyLocation location) {
    Set<PublicKey> offered = new HashSet<>();
    offers.forEach(offer -> offered.add(offer.key().publicKey()));
    return Optional.ofNullable(files.get(location.file())).filter(offered::contains).isPresent();
  }
}
