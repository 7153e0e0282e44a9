package org.sshlite.protocol.transport;

import java.util.List;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.message.Refusal;

/** The client's decision about a host key, RFC 4251 §4.1. */
public interface HostKeyVerifier {
  /**
   * The host key algorithms to propose, best first: known types first, so that a host we know is
   * asked for the key we know. Called once before the first KEXINIT, on any thread; reads files at
   * most.
   */
  default List<String> preferred(List<String> configured) {
    return configured;
  }

  /**
   * Whether this is the host meant. The signature over the exchange hash has been verified. Called
   * on a virtual thread; may ask a person.
   *
   * @param key the host key or host certificate
   * @param algorithm the signature algorithm that was negotiated
   */
  Decision verify(PublicKey key, String algorithm);

  /**
   * As {@link #verify(PublicKey, String)}, which it calls unless somebody wants to know how the key
   * exchange went. This one is what a transport calls.
   *
   * @param transcript what led here
   */
  default Decision verify(PublicKey key, String algorithm, KexTranscript transcript) {
    return verify(key, algorithm);
  }

  /** The answer. */
  sealed interface Decision {
    /** Believed. */
    record Trusted() implements Decision {}

    /** Not believed; {@code explanation} goes to this side's user, never to the peer. */
    record Refused(Refusal.Doubt doubt, String explanation) implements Decision {
      public Refused(String explanation) {
        this(Refusal.Doubt.OTHER, explanation);
      }
    }
  }
}
