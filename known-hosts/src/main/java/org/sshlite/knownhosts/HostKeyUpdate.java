package org.sshlite.knownhosts;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * What UpdateHostKeys makes of the keys that a trusted host announces
 * (draft-miller-sshm-hostkey-update): either nothing, or a plan to be carried out once the host has
 * proved that the new keys are its own.
 */
public sealed interface HostKeyUpdate {
  /**
   * The files stay as they are.
   *
   * @param reason for a log, safe to print
   */
  record Skip(String reason) implements HostKeyUpdate {}

  /**
   * Keys to learn and to forget.
   *
   * @param toProve keys that are new here: to be asked for with hostkeys-prove-00@openssh.com, in
   *     this order; empty when there is nothing to ask
   * @param obsolete lines of the host with keys that it no longer announces
   */
  record Plan(
      HostName host, Optional<HostName> address, List<PublicKey> toProve, List<KnownHost> obsolete)
      implements HostKeyUpdate {
    public Plan {
      toProve = List.copyOf(toProve);
      obsolete = List.copyOf(obsolete);
    }

    List<HostName> names() {
      return address.map(name -> List.of(host, name)).orElse(List.of(host));
    }
  }

  /**
   * What was changed.
   *
   * @param learned keys that are known from now on
   * @param forgotten lines that are gone
   */
  record Done(List<PublicKey> learned, List<KnownHost> forgotten) {
    public Done {
      learned = List.copyOf(learned);
      forgotten = List.copyOf(forgotten);
    }
  }
}
