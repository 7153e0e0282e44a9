package org.sshlite.protocol.transport;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;

/**
 * What this side offers in KEXINIT, RFC 4253 §7.1: ordered lists, the same for both directions.
 *
 * @param hostKeys host key algorithms; on a server only those it has a key for
 */
public record Proposal(
    List<String> kex,
    List<String> hostKeys,
    List<String> ciphers,
    List<String> macs,
    List<String> compressions) {

  static final String STRICT_CLIENT = "kex-strict-c-v00@openssh.com";
  static final String STRICT_SERVER = "kex-strict-s-v00@openssh.com";
  static final String EXT_INFO_CLIENT = "ext-info-c";
  static final String EXT_INFO_SERVER = "ext-info-s";

  /** Names in the kex list that are no methods. */
  private static final Set<String> MARKERS =
      Set.of(STRICT_CLIENT, STRICT_SERVER, EXT_INFO_CLIENT, EXT_INFO_SERVER);

  public Proposal {
    kex = List.copyOf(kex);
    hostKeys = List.copyOf(hostKeys);
    ciphers = List.copyOf(ciphers);
    macs = List.copyOf(macs);
    compressions = List.copyOf(compressions);
  }

  static boolean isMarker(String name) {
    return MARKERS.contains(name);
  }

  static List<String> withoutMarkers(NameList list) {
    return list.names().stream().filter(name -> !isMarker(name)).toList();
  }

  /**
   * @param first whether this is the connection's first KEXINIT: only there do the markers count
   */
  KexInit kexInit(Role role, boolean first, SecureRandom random) {
    byte[] cookie = new byte[16];
    random.nextBytes(cookie);
    List<String> kexList = new ArrayList<>(kex);
    if (first) {
      kexList.add(role.isClient() ? EXT_INFO_CLIENT : EXT_INFO_SERVER);
      kexList.add(role.isClient() ? STRICT_CLIENT : STRICT_SERVER);
    }
    NameList cipherList = new NameList(ciphers);
    NameList macList = new NameList(macs);
    NameList compressionList = new NameList(compressions);
    return new KexInit(
        cookie,
        new NameList(kexList),
        new NameList(hostKeys),
        cipherList,
        cipherList,
        macList,
        macList,
        compressionList,
        compressionList,
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }
}
