package org.sshlite.sshd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.sshlite.program.log.RateLimit;
import org.sshlite.protocol.netty.PeerAddresses;

/**
 * Tells of connections that were dropped, in OpenSSH's words; of a flood only now and then, or it
 * would fill the disk. Any thread.
 */
final class DropLog {
  private static final Logger LOG = System.getLogger("sshd");

  private final RateLimit startups = new RateLimit(RateLimit.STARTUPS);
  private final RateLimit penalties = new RateLimit(RateLimit.PENALTIES);

  private final BiConsumer<PeerAddresses, String> told;

  /**
   * @param told of each, and why
   */
  DropLog(BiConsumer<PeerAddresses, String> told) {
    this.told = told;
  }

  /**
   * @param count connections that have not logged in
   * @param penalty empty when those are too many
   */
  void dropped(PeerAddresses peer, int count, Optional<String> penalty) {
    told.accept(peer, penalty.orElse("Maxstartups"));
    RateLimit.Verdict verdict = (penalty.isPresent() ? penalties : startups).event();
    // java.text's {0} would group digits
    LOG.log(
        verdict.told() ? Level.INFO : Level.TRACE,
        () ->
            "drop connection #"
                + count
                + " from "
                + text(peer.remote())
                + " on "
                + text(peer.local())
                + " "
                + penalty.orElse("Maxstartups"));
    if (verdict.untold() > 0) {
      LOG.log(
          Level.INFO,
          () ->
              (penalty.isPresent() ? "PerSourcePenalties" : "Maxstartups")
                  + " logging rate-limited: additional "
                  + verdict.untold()
                  + " connections dropped");
    }
  }

  private static String text(InetSocketAddress address) {
    return "[" + PeerAddresses.text(address) + "]:" + address.getPort();
  }
}
