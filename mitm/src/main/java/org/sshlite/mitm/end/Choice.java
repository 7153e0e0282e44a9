package org.sshlite.mitm.end;

import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.KexInit;

/** What two KEXINITs agree on, RFC 4253 §7.1. */
record Choice(String kex, String hostKey, CipherSuite toServer, CipherSuite toClient) {
  static Choice of(KexInit client, KexInit server) throws Refused {
    return new Choice(
        first("key exchange method", client.kexAlgorithms(), server.kexAlgorithms()),
        first(
            "host key algorithm",
            client.serverHostKeyAlgorithms(),
            server.serverHostKeyAlgorithms()),
        suite(
            client.encryptionClientToServer(),
            server.encryptionClientToServer(),
            client.macClientToServer(),
            server.macClientToServer()),
        suite(
            client.encryptionServerToClient(),
            server.encryptionServerToClient(),
            client.macServerToClient(),
            server.macServerToClient()));
  }

  /** RFC 4253 §7: whether both sides put the same first. */
  static boolean guessIsRight(KexInit client, KexInit server) {
    return client
            .kexAlgorithms()
            .names()
            .getFirst()
            .equals(server.kexAlgorithms().names().getFirst())
        && client
            .serverHostKeyAlgorithms()
            .names()
            .getFirst()
            .equals(server.serverHostKeyAlgorithms().names().getFirst());
  }

  private static CipherSuite suite(
      NameList clientCiphers, NameList serverCiphers, NameList clientMacs, NameList serverMacs)
      throws Refused {
    String cipher = first("cipher", clientCiphers, serverCiphers);
    return new CipherSuite(
        cipher, PacketCiphers.authenticates(cipher) ? "" : first("MAC", clientMacs, serverMacs));
  }

  private static String first(String what, NameList client, NameList server) throws Refused {
    for (String name : client.names()) {
      if (server.contains(name) && !Marker.is(name)) {
        return name;
      }
    }
    throw new Refused(DisconnectReason.KEY_EXCHANGE_FAILED, "no common " + what);
  }
}
