package org.sshlite.sshd.main;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.sshlite.crypto.pattern.PatternList.Answer;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.RateLimit;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.netty.Proxies;
import org.sshlite.sshd.config.AddressList;

/** Those that ProxyProtocol names. What is wrong with their connections is told now and then. */
final class NamedProxies implements Proxies {
  private final AddressList networks;
  private final StderrLog log;
  private final RateLimit rate = new RateLimit(RateLimit.STARTUPS);

  NamedProxies(AddressList networks, StderrLog log) {
    this.networks = networks;
    this.log = log;
  }

  @Override
  public boolean contains(InetAddress address) {
    return networks.answer(PeerAddresses.text(new InetSocketAddress(address, 0))) == Answer.MATCH;
  }

  @Override
  public void refused(PeerAddresses proxy, String problem) {
    RateLimit.Verdict verdict = rate.event();
    if (verdict.told()) {
      log.info(
          "ProxyProtocol: closed connection from %s port %d: %s"
              .formatted(PeerAddresses.text(proxy.remote()), proxy.remote().getPort(), problem));
    }
    if (verdict.untold() > 0) {
      log.info("ProxyProtocol: %d more were closed meanwhile".formatted(verdict.untold()));
    }
  }
}
