package org.sshlite.protocol.transport;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.kex.DhGroup;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.Moduli;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexDhGexInit;
import org.sshlite.protocol.message.KexDhGexReply;
import org.sshlite.protocol.message.KexDhGexRequest;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;

/**
 * The computations of one key exchange once both KEXINITs are known: agreement, exchange hash, host
 * key signature, key derivation (RFC 4253 §7.2, §8, RFC 5656 §4). All but {@link #negotiate} may
 * take long and run off the loop.
 */
final class Exchange {
  private final Parties parties;
  private final KexInit ours;
  private final byte[] theirPayload;

  /** Until the algorithms are chosen, and on a client for who wants it explained. */
  private @Nullable KexInit theirs;

  private @Nullable Negotiated negotiated;
  private boolean guessIsWrong;
  private GroupExchange.@Nullable Request groupRequest;
  private byte[] groupFields = new byte[0];

  Exchange(Parties parties, KexInit ours, KexEvent.ReceivedKexInit theirs) {
    this.parties = parties;
    this.ours = ours;
    this.theirPayload = theirs.payload();
    this.theirs = theirs.kexInit();
  }

  /**
   * What stays the same from one key exchange to the next.
   *
   * @param sessionIdentifier the first exchange hash; null during the first key exchange
   * @param trusted the host key of the exchange before: the same key need not be judged again
   * @param hostKeys a server's keys, empty on a client
   * @param verifier a client's judge, null on a server
   * @param moduli a server's groups; asked off the loop
   * @param minimumRsaBits of a host key, and of that of the CA of a certificate
   */
  record Parties(
      Role role,
      Proposal proposal,
      IdentificationString ourIdentification,
      IdentificationString theirIdentification,
      List<Signer> hostKeys,
      @Nullable HostKeyVerifier verifier,
      Supplier<Moduli> moduli,
      int minimumRsaBits,
      SecureRandom random,
      byte @Nullable [] sessionIdentifier,
      @Nullable PublicKey trusted) {

    /** Before the first exchange: nothing is known but how the peer calls itself. */
    static Parties first(
        Role role,
        TransportOptions options,
        IdentificationString theirs,
        List<Signer> hostKeys,
        @Nullable HostKeyVerifier verifier,
        SecureRandom random) {
      List<String> algorithms =
          role.isClient()
              ? options.hostKeyAlgorithms()
              : options.hostKeyAlgorithms().stream()
                  .filter(
                      name ->
                          hostKeys.stream()
                              .anyMatch(key -> key.publicKey().namedAlgorithms().contains(name)))
                  .toList();
      if (verifier != null) {
        algorithms = verifier.preferred(algorithms);
      }
      return new Parties(
          role,
          options.proposal(algorithms),
          options.identification(),
          theirs,
          hostKeys,
          verifier,
          options.moduli(),
          options.minimumRsaBits(),
          random,
          null,
          null);
    }

    KexInit kexInit() {
      return proposal.kexInit(role, sessionIdentifier == null, random);
    }

    Parties afterKex(KexResult result) {
      return new Parties(
          role,
          proposal,
          ourIdentification,
          theirIdentification,
          hostKeys,
          verifier,
          moduli,
          minimumRsaBits,
          random,
          result.sessionIdentifier(),
          result.hostKey());
    }
  }

  Parties parties() {
    return parties;
  }

  /** Chooses the algorithms, once; throws when there is no choice. */
  void negotiate() throws RefusedException {
    KexInit proposed = theirs();
    Negotiation negotiation = new Negotiation(ours, proposed, parties.role());
    negotiated = negotiation.negotiate();
    guessIsWrong = proposed.firstKexPacketFollows() && negotiation.guessIsWrong();
    if (!parties.role().isClient()) {
      theirs = null; // names of a client nobody knows, which may take his time to go on
    }
    KexDriver.log(negotiated); // before the host key is judged: in the order in which it happens
  }

  /** Whether the packet that follows the peer's KEXINIT is a wrong guess. */
  boolean guessIsWrong() {
    return guessIsWrong;
  }

  private KexInit theirs() {
    if (theirs == null) {
      throw new AssertionError("let go of");
    }
    return theirs;
  }

  private Negotiated negotiated() {
    if (negotiated == null) {
      throw new AssertionError("not negotiated yet");
    }
    return negotiated;
  }

  /** Whether the server's group comes first, RFC 4419. */
  boolean choosesGroup() {
    return GroupExchange.isNamed(negotiated().kex().name());
  }

  /** Client: asks for a group as strong as the ciphers. */
  KexDhGexRequest groupRequest() {
    int strength =
        Math.max(
            negotiated().clientToServer().keyLength(), negotiated().serverToClient().keyLength());
    // the 64 bytes of ChaCha20 are two keys of 256 bits
    GroupExchange.Request request =
        GroupExchange.Request.forStrength(Math.min(256, Byte.SIZE * strength));
    groupRequest = request;
    return new KexDhGexRequest(request.minimum(), request.preferred(), request.maximum());
  }

  /** Client: checks the group that came against what was asked for. */
  void received(KexDhGexGroup message) throws RefusedException {
    try {
      use(GroupExchange.received(request(), message.p(), message.g()));
    } catch (KexException e) {
      throw new RefusedException(new Refusal.BadKeyExchange(e.getMessage()));
    }
  }

  /** Server: checks what is asked for. */
  void received(KexDhGexRequest message) throws RefusedException {
    try {
      groupRequest =
          GroupExchange.Request.received(message.minimum(), message.preferred(), message.maximum());
    } catch (KexException e) {
      throw new RefusedException(new Refusal.BadKeyExchange(e.getMessage()));
    }
  }

  /** Server: looks for a group. */
  KexEvent chooseGroup() throws RefusedException {
    try {
      return new KexEvent.GroupChosen(parties.moduli().get().choose(request(), parties.random()));
    } catch (KexException e) {
      throw new RefusedException(new Refusal.BadKeyExchange(e.getMessage()));
    }
  }

  /** Server: goes on with the group. */
  KexDhGexGroup chosen(DhGroup group) {
    use(group);
    return new KexDhGexGroup(group.p(), group.g());
  }

  private void use(DhGroup group) {
    negotiated = negotiated().with(GroupExchange.method(negotiated().kex().name(), group));
    groupFields = GroupExchange.exchangeHashFields(request(), group);
  }

  private GroupExchange.Request request() {
    if (groupRequest == null) {
      throw new AssertionError("no group was asked for");
    }
    return groupRequest;
  }

  /** Client: its blob in the method's message. */
  TransportMessage init(KexMethod.Initiator initiator) {
    return choosesGroup() ? new KexDhGexInit(initiator.init()) : new KexEcdhInit(initiator.init());
  }

  /** Server: its reply in the method's message. */
  TransportMessage reply(KexEcdhReply reply) {
    return choosesGroup()
        ? new KexDhGexReply(reply.hostKey(), reply.serverBlob(), reply.signature())
        : reply;
  }

  /** Client: makes the ephemeral key. */
  KexEvent initiate() {
    return new KexEvent.Initiated(negotiated().kex().initiate(parties.random()));
  }

  /** Server: agrees and signs. */
  KexEvent respond(byte[] init) throws RefusedException, IOException {
    KexMethod.Response response;
    try {
      response = negotiated().kex().respond(init, parties.random());
    } catch (KexException e) {
      throw new RefusedException(new Refusal.BadKeyExchange(e.getMessage()));
    }
    try (SecretBytes secret = response.sharedSecret()) {
      Signer signer = signer(negotiated().hostKeyAlgorithm());
      byte[] hostKey = signer.publicKey().blob();
      byte[] hash = exchangeHash(hostKey, init, response.reply(), secret);
      byte[] signature = signer.sign(negotiated().hostKeyAlgorithm(), hash);
      return new KexEvent.Agreed(
          result(signer.publicKey(), hash, secret),
          new KexEcdhReply(hostKey, response.reply(), signature));
    }
  }

  private Signer signer(String algorithm) {
    return parties.hostKeys().stream()
        .filter(key -> key.publicKey().namedAlgorithms().contains(algorithm))
        .findFirst()
        .orElseThrow(() -> new AssertionError("we proposed a host key we do not have"));
  }

  /** Client: agrees, checks the host's signature, and asks whether the host is believed. */
  KexEvent verify(KexMethod.Initiator initiator, KexEcdhReply reply) throws RefusedException {
    try (initiator;
        SecretBytes secret = finish(initiator, reply)) {
      PublicKey hostKey = readHostKey(reply.hostKey());
      String algorithm = negotiated().hostKeyAlgorithm();
      byte[] hash = exchangeHash(reply.hostKey(), initiator.init(), reply.serverBlob(), secret);
      // the algorithm is one that we proposed
      if (!hostKey.namedAlgorithms().contains(algorithm)
          || !hostKey.verifyNamed(algorithm, hash, reply.signature())) {
        throw new RefusedException(
            new Refusal.BadHostSignature(
                algorithm, algorithmOf(reply.signature()), hostKey.fingerprint()));
      }
      judge(hostKey, algorithm, transcript(hash, reply.signature()));
      return new KexEvent.Agreed(result(hostKey, hash, secret), null);
    }
  }

  /** The name in a signature blob, RFC 4253 §6.6; empty if there is none. */
  private static String algorithmOf(byte[] signature) {
    try {
      return new SshReader("signature of H", signature).ascii("algorithm");
    } catch (MalformedException _) {
      return "";
    }
  }

  private static SecretBytes finish(KexMethod.Initiator initiator, KexEcdhReply reply)
      throws RefusedException {
    try {
      return initiator.finish(reply.serverBlob());
    } catch (KexException e) {
      throw new RefusedException(new Refusal.BadKeyExchange(e.getMessage()));
    }
  }

  private PublicKey readHostKey(byte[] blob) throws RefusedException {
    try {
      return Certificate.readKeyOrCertificate(blob, parties.minimumRsaBits());
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
  }

  private void judge(PublicKey hostKey, String algorithm, KexTranscript transcript)
      throws RefusedException {
    if (hostKey.equals(parties.trusted())) {
      return;
    }
    HostKeyVerifier verifier = parties.verifier();
    if (verifier == null) {
      throw new AssertionError("a client without a host key verifier");
    }
    switch (verifier.verify(hostKey, algorithm, transcript)) {
      case HostKeyVerifier.Decision.Trusted() -> {}
      case HostKeyVerifier.Decision.Refused(var doubt, var explanation) ->
          throw new RefusedException(
              new Refusal.HostKeyNotTrusted(hostKey.fingerprint(), doubt, explanation));
    }
  }

  private KexTranscript transcript(byte[] hash, byte[] signature) {
    return new KexTranscript(
        parties.ourIdentification(),
        parties.theirIdentification(),
        ours,
        theirs(),
        negotiated(),
        hash.clone(),
        signature.clone());
  }

  private byte[] exchangeHash(byte[] hostKey, byte[] init, byte[] reply, SecretBytes secret) {
    boolean client = parties.role().isClient();
    byte[] ourKexInit = ours.payload();
    ExchangeHash inputs =
        new ExchangeHash(
            client ? parties.ourIdentification() : parties.theirIdentification(),
            client ? parties.theirIdentification() : parties.ourIdentification(),
            client ? ourKexInit : theirPayload,
            client ? theirPayload : ourKexInit);
    return inputs.compute(negotiated().kex().hash(), hostKey, groupFields, init, reply, secret);
  }

  private KexResult result(PublicKey hostKey, byte[] hash, SecretBytes secret) {
    byte[] known = parties.sessionIdentifier();
    byte[] sessionIdentifier = known == null ? hash : known;
    KeyDerivation keys =
        new KeyDerivation(negotiated().kex().hash(), secret, hash, sessionIdentifier);
    Role role = parties.role();
    boolean client = role.isClient();
    return new KexResult(
        negotiated(),
        hash,
        sessionIdentifier,
        hostKey,
        keys.cipher(negotiated().inbound(role), !client, false),
        keys.cipher(negotiated().outbound(role), client, true));
  }
}
