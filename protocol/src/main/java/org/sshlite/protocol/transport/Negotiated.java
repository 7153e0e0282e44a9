package org.sshlite.protocol.transport;

import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.kex.KexMethod;

/** What two KEXINITs agree on, RFC 4253 §7.1. */
public record Negotiated(
    KexMethod kex,
    String hostKeyAlgorithm,
    CipherSuite clientToServer,
    CipherSuite serverToClient,
    String compressionClientToServer,
    String compressionServerToClient) {

  Negotiated with(KexMethod method) {
    return new Negotiated(
        method,
        hostKeyAlgorithm,
        clientToServer,
        serverToClient,
        compressionClientToServer,
        compressionServerToClient);
  }

  CipherSuite outbound(Role role) {
    return role.isClient() ? clientToServer : serverToClient;
  }

  CipherSuite inbound(Role role) {
    return role.isClient() ? serverToClient : clientToServer;
  }

  String outboundCompression(Role role) {
    return role.isClient() ? compressionClientToServer : compressionServerToClient;
  }

  String inboundCompression(Role role) {
    return role.isClient() ? compressionServerToClient : compressionClientToServer;
  }
}
