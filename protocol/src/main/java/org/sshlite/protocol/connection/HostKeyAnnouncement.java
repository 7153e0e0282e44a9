package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.key.HostKeyProof;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.Transport;

/**
 * A server's host keys, announced to a client that is logged in and proved when it asks,
 * draft-miller-sshm-hostkey-update: so clients learn the next key before it comes into use. Loop
 * only.
 */
final class HostKeyAnnouncement {
  /** Requests for proofs that are answered: each costs a signature of every key. ssh sends one. */
  private static final int MAXIMUM_PROOFS = 8;

  private final Transport transport;
  private final List<Signer> keys;
  private int proofs;

  /**
   * @param keys certificates among them are left out: known_hosts holds plain keys
   */
  HostKeyAnnouncement(Transport transport, List<Signer> keys) {
    this.transport = transport;
    this.keys =
        keys.stream()
            .filter(key -> !SignatureAlgorithms.isCertificate(key.publicKey().type()))
            .toList();
  }

  void send() {
    SshWriter data = new SshWriter();
    keys.forEach(key -> data.string(key.publicKey().blob()));
    transport.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown(HostKeyProof.ANNOUNCEMENT, data.toByteArray()), false));
  }

  /** Signs off the loop. Nothing is decoded meanwhile: one client has one thread sign. */
  void prove(IncomingRequest request, byte[] keysAsked) {
    if (!request.wantReply() || ++proofs > MAXIMUM_PROOFS) {
      request.fail();
      return;
    }
    String rsaAlgorithm = rsaAlgorithm();
    byte[] session = transport.sessionIdentifier();
    transport.ask(
        () -> signatures(keysAsked, session, rsaAlgorithm),
        signed -> signed.ifPresentOrElse(request::succeed, request::fail));
  }

  /** By what the host signed in the key exchange: of two names for one key the client took that. */
  private String rsaAlgorithm() {
    Negotiated negotiated = transport.negotiated();
    String used =
        negotiated == null ? "" : SignatureAlgorithms.plain(negotiated.hostKeyAlgorithm());
    return SignatureAlgorithms.keyType(used).equals(RsaPublicKey.TYPE) ? used : "rsa-sha2-512";
  }

  /** Empty when one of the keys is none of ours, comes twice, or cannot sign now. */
  private Optional<byte[]> signatures(byte[] request, byte[] session, String rsaAlgorithm) {
    SshReader in = new SshReader(HostKeyProof.NAME, request);
    SshWriter proofs = new SshWriter();
    Set<PublicKey> proved = new HashSet<>();
    try {
      while (in.remaining() > 0) {
        PublicKey key = PublicKeys.read(in.string("key"), RsaPublicKey.LEAST_MINIMUM_BITS);
        Optional<Signer> signer =
            keys.stream().filter(ours -> ours.publicKey().equals(key)).findFirst();
        // each costs us a signature: one key again and again would be a way to keep us busy
        if (signer.isEmpty() || !proved.add(key)) {
          return Optional.empty();
        }
        String algorithm =
            key instanceof RsaPublicKey ? rsaAlgorithm : key.signatureAlgorithms().getFirst();
        proofs.string(signer.get().sign(algorithm, HostKeyProof.signedData(session, key)));
      }
      return Optional.of(proofs.toByteArray());
    } catch (MalformedException | IOException _) {
      return Optional.empty();
    }
  }
}
