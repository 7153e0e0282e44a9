package org.sshlite.mitm.end;

import java.security.SecureRandom;
import java.util.List;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;

/** What either end proposes by itself: all that we have, and no guess. */
final class Proposal {
  private Proposal() {}

  static KexInit of(SecureRandom random, List<String> kex, List<String> hostKeys) {
    byte[] cookie = new byte[KexInit.COOKIE_LENGTH];
    random.nextBytes(cookie);
    NameList ciphers = new NameList(PacketCiphers.DEFAULT_ENCRYPTION);
    NameList macs = new NameList(PacketCiphers.DEFAULT_MACS);
    NameList none = NameList.of(Compression.NONE);
    return new KexInit(
        cookie,
        new NameList(kex),
        new NameList(hostKeys),
        ciphers,
        ciphers,
        macs,
        macs,
        none,
        none,
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }
}
