package org.sshlite.protocol.transport;

import java.util.List;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;

/**
 * What both sides of a key exchange said, and what followed from it: for those who want it
 * explained. Nothing in it is secret. The peer's strings are not escaped.
 *
 * @param client the client's KEXINIT, RFC 4253 §7.1
 * @param server the server's KEXINIT
 * @param exchangeHash H of RFC 4253 §8, which the host key has signed
 * @param hostSignature the host key's signature of it, as it was sent
 */
public record KexTranscript(
    IdentificationString clientIdentification,
    IdentificationString serverIdentification,
    KexInit client,
    KexInit server,
    Negotiated negotiated,
    byte[] exchangeHash,
    byte[] hostSignature) {

  /** Whether both sides keep to strict key exchange, draft-miller-sshm-strict-kex. */
  public boolean isStrict() {
    return client.kexAlgorithms().contains(Proposal.STRICT_CLIENT)
        && server.kexAlgorithms().contains(Proposal.STRICT_SERVER);
  }

  /** The methods in a KEXINIT's first list, without the markers that stand among them. */
  public static List<String> methods(NameList kexAlgorithms) {
    return Proposal.withoutMarkers(kexAlgorithms);
  }
}
