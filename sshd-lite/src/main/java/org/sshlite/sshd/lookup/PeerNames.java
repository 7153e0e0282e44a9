package org.sshlite.sshd.lookup;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;

/**
 * What a peer is called, UseDNS of sshd_config(5). Whoever has an address has its reverse zone, and
 * may write any name there: one is believed only if it leads back to the address. May wait for name
 * servers.
 */
public record PeerNames(ByAddress byAddress, ByName byName) {
  /** A reverse lookup. */
  public interface ByAddress {
    String name(InetAddress address) throws UnknownHostException;
  }

  /** A forward lookup. */
  public interface ByName {
    List<InetAddress> addresses(String name) throws UnknownHostException;
  }

  /** As the machine looks names up: files and name servers. */
  public static final PeerNames SYSTEM =
      new PeerNames(PeerNames::systemName, name -> List.of(InetAddress.getAllByName(name)));

  /** RFC 1123 §2.1, and the underscore, which many zones have. */
  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9_][a-z0-9_.-]{0,253}");

  private static String systemName(InetAddress address) throws UnknownHostException {
    // another object: one that somebody has named knows a name that nobody has checked
    String name = InetAddress.getByAddress(address.getAddress()).getHostName();
    if (name.equals(address.getHostAddress())) {
      throw new UnknownHostException(name);
    }
    return name;
  }

  /**
   * As {@link #of}, in turn with others.
   *
   * @throws NotAskedException when its turn did not come: strangers can bring that about, and
   *     nobody shall get rid of what a name forbids
   */
  public String ask(String address, StderrLog log) throws NotAskedException {
    return Lookups.NAMES.ask(() -> of(address, log), log);
  }

  /**
   * The name in lower case; the address itself where there is none to be believed, or it is none.
   */
  String of(String address, StderrLog log) {
    try {
      InetAddress peer = InetAddress.ofLiteral(address);
      String name = byAddress.name(peer).toLowerCase(Locale.ROOT);
      if (isNumeric(name) || !HOST_NAME.matcher(name).matches()) {
        // patterns of addresses would match the one, and logs and records would hold the other
        log.info(
            "Nasty PTR record \"%s\" is set up for %s, ignoring"
                .formatted(Printable.line(name), address));
      } else if (leadsTo(peer, name)) {
        return name;
      }
    } catch (IllegalArgumentException | UnknownHostException _) {
      // no socket, or no name, or one that leads nowhere
    }
    return address;
  }

  private static boolean isNumeric(String name) {
    try {
      Inet4Address.ofPosixLiteral(name);
      return true;
    } catch (IllegalArgumentException _) {
      return name.indexOf(':') >= 0; // in no name there is one
    }
  }

  /** The JDK looks itself and says nothing of it; but that it does is said nowhere. */
  private boolean leadsTo(InetAddress peer, String name) throws UnknownHostException {
    return byName.addresses(name).contains(peer);
  }
}
