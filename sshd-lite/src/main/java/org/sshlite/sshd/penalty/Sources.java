package org.sshlite.sshd.penalty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.sshd.SourceLimit;

/**
 * The limits of each source: PerSourcePenalties and PerSourceMaxStartups of sshd_config(5). Any
 * thread.
 */
public final class Sources implements SourceLimit {
  private final SourceRules rules;
  private final Penalties penalties;
  // bounded by MaxStartups
  private final Map<Source, Integer> startups = new HashMap<>();

  /**
   * @param clock in nanoseconds, from any time on
   */
  public Sources(SourceRules rules, LongSupplier clock, StderrLog log) {
    this.rules = rules;
    this.penalties = new Penalties(rules.penalties(), clock, log);
  }

  private boolean isPenalised(InetAddress address) {
    return rules.penalties().enabled()
        && !rules.exempt().test(PeerAddresses.text(new InetSocketAddress(address, 0)));
  }

  private Source source(InetAddress address) {
    return Source.of(address, rules.blockSize());
  }

  @Override
  public Optional<String> refusal(InetAddress address) {
    return isPenalised(address) ? penalties.refusal(source(address)) : Optional.empty();
  }

  @Override
  public boolean enter(InetAddress address) {
    Source source = source(address);
    synchronized (startups) {
      boolean room = startups.getOrDefault(source, 0) < rules.maximumStartups();
      if (room) {
        startups.merge(source, 1, Integer::sum);
      }
      return room;
    }
  }

  @Override
  public void leave(InetAddress address) {
    synchronized (startups) {
      startups.computeIfPresent(source(address), (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** How many sources are refused for their penalties now. */
  public int refused() {
    return penalties.refused();
  }

  /** Makes the address's source bear something, unless it is exempt. */
  public void penalise(InetAddress address, Offence offence) {
    if (isPenalised(address)) {
      penalties.penalise(source(address), offence);
    }
  }
}
