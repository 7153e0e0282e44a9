package org.sshlite.tests.mitm;

import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * A login of our client through a {@link PacketProxy}.
 *
 * @param options of the client
 * @param server where the proxy leads
 * @param hostKey the server's true one, which the client knows
 */
record TamperedLogin(TransportOptions options, InetSocketAddress server, PublicKey hostKey) {
  static TamperedLogin to(LoopbackServer server) {
    return new TamperedLogin(TransportOptions.defaults(), server.address(), server.hostKey());
  }

  TamperedLogin with(TransportOptions other) {
    return new TamperedLogin(other, server, hostKey);
  }

  /** What the client says about it. Before NEWKEYS every packet is found, whatever the cipher. */
  String failsWith(Supplier<Alteration> alteration) {
    return failsWith(alteration, false);
  }

  String failsWith(Supplier<Alteration> alteration, boolean lengthsAreReadable) {
    try (PacketProxy proxy = new PacketProxy(server, lengthsAreReadable, alteration);
        LoopbackClient client = new LoopbackClient(options, hostKey)) {
      Ending ending = client.failToLogIn(proxy.address());
      return ending.explain();
    }
  }

  /** What the client says when the exchange hash is not what the host has signed. */
  String badSignature() {
    return badSignature(hostKey);
  }

  static String badSignature(PublicKey shown) {
    return "the host's ssh-ed25519 signature over the exchange hash is not made with its host key "
        + shown.fingerprint();
  }
}
