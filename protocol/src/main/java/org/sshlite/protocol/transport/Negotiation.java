package org.sshlite.protocol.transport;

import java.util.List;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * Chooses the algorithms from two KEXINITs: the client's first that the server has, RFC 4253 §7.1.
 */
final class Negotiation {
  private final KexInit client;
  private final KexInit server;
  private final Role role;

  Negotiation(KexInit ours, KexInit theirs, Role role) {
    this.client = role.isClient() ? ours : theirs;
    this.server = role.isClient() ? theirs : ours;
    this.role = role;
  }

  Negotiated negotiate() throws RefusedException {
    KexMethod kex =
        method(choose("key exchange method", client.kexAlgorithms(), server.kexAlgorithms()));
    String hostKey =
        choose("host key type", client.serverHostKeyAlgorithms(), server.serverHostKeyAlgorithms());
    return new Negotiated(
        kex,
        hostKey,
        suite(
            "client to server",
            client.encryptionClientToServer(),
            server.encryptionClientToServer(),
            client.macClientToServer(),
            server.macClientToServer()),
        suite(
            "server to client",
            client.encryptionServerToClient(),
            server.encryptionServerToClient(),
            client.macServerToClient(),
            server.macServerToClient()),
        choose(
            "compression client to server",
            client.compressionClientToServer(),
            server.compressionClientToServer()),
        choose(
            "compression server to client",
            client.compressionServerToClient(),
            server.compressionServerToClient()));
  }

  private static KexMethod method(String name) {
    return GroupExchange.isNamed(name)
        ? new GroupAwaited(name)
        : KexMethods.byName(name)
            .orElseThrow(() -> new AssertionError("we proposed a method we do not have"));
  }

  /** RFC 4253 §7: a guess is right when both sides put the same method and host key type first. */
  boolean guessIsWrong() {
    return !first(client.kexAlgorithms()).equals(first(server.kexAlgorithms()))
        || !first(client.serverHostKeyAlgorithms()).equals(first(server.serverHostKeyAlgorithms()));
  }

  private static String first(NameList list) {
    return list.isEmpty() ? "" : list.names().getFirst();
  }

  private CipherSuite suite(
      String direction,
      NameList clientCiphers,
      NameList serverCiphers,
      NameList clientMacs,
      NameList serverMacs)
      throws RefusedException {
    String cipher = choose("cipher " + direction, clientCiphers, serverCiphers);
    // OpenSSH PROTOCOL §1.6: with an AEAD cipher the MAC lists are ignored
    String mac =
        PacketCiphers.authenticates(cipher)
            ? ""
            : choose("MAC " + direction, clientMacs, serverMacs);
    return new CipherSuite(cipher, mac);
  }

  private String choose(String slot, NameList clientList, NameList serverList)
      throws RefusedException {
    for (String name : clientList.names()) {
      if (serverList.contains(name) && !Proposal.isMarker(name)) {
        return name;
      }
    }
    List<String> ours = Proposal.withoutMarkers(role.isClient() ? clientList : serverList);
    List<String> theirs = Proposal.withoutMarkers(role.isClient() ? serverList : clientList);
    throw new RefusedException(new Refusal.NoCommonAlgorithm(slot, ours, theirs));
  }
}
