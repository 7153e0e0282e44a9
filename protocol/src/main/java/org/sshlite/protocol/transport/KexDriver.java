package org.sshlite.protocol.transport;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;

/**
 * Drives {@link KexState} within a transport, and decides which messages may pass meanwhile: RFC
 * 4253 §7.1, and strict key exchange (draft-miller-sshm-strict-kex) against Terrapin,
 * CVE-2023-48795. Loop only.
 */
final class KexDriver {
  private static final int FIRST_OF_METHODS = 30;
  private static final int LAST_OF_METHODS = 49;

  private static final System.Logger LOG = System.getLogger("transport");

  private final Transport transport;
  private @Nullable KexState state;
  private boolean peerKexInitSeen;
  private boolean skipsGuess;
  private boolean strict;
  private boolean theirExtInfo;
  private byte[] sessionIdentifier = {};
  private byte[] firstHostKey = {};
  private @Nullable Negotiated negotiated;
  private int count;

  KexDriver(Transport transport) {
    this.transport = transport;
  }

  /** KEXINIT, NEWKEYS, and the numbers that RFC 4250 §4.1.1 leaves to the methods. */
  static boolean isKex(int number) {
    return number == KexInit.NUMBER
        || number == NewKeys.NUMBER
        || number >= FIRST_OF_METHODS && number <= LAST_OF_METHODS;
  }

  /** The peer's identification string is known: the first key exchange begins. */
  void identified(IdentificationString theirs) throws RefusedException {
    state = new KexState.Idle(transport.parties(theirs));
    on(new KexEvent.Start());
  }

  /** Begins a key re-exchange, unless one runs. */
  void start() {
    if (isIdle()) {
      try {
        on(new KexEvent.Start());
      } catch (RefusedException e) {
        throw new AssertionError("a key exchange may always begin", e);
      }
    }
  }

  /**
   * Whether a message may come now.
   *
   * @param sequenceNumber its packet's
   */
  void permit(int number, long sequenceNumber) throws RefusedException {
    if (peerKexInitSeen && !isKex(number) && !passesDuringKex(number)) {
      throw new RefusedException(new Refusal.OutOfTurn(number, "a key exchange runs"));
    }
    if (count == 0) {
      permitInitially(number, sequenceNumber);
    }
  }

  /** Before the first keys there is nothing but the key exchange; strictly, not even IGNORE. */
  private void permitInitially(int number, long sequenceNumber) throws RefusedException {
    if (strict && !isKex(number) && number != Disconnect.NUMBER) {
      throw new RefusedException(
          new Refusal.StrictKexViolation("message " + number + " during the first key exchange"));
    }
    if (!isKex(number) && !passesDuringKex(number)) {
      throw new RefusedException(new Refusal.OutOfTurn(number, "there are no keys yet"));
    }
    if (sequenceNumber == 0xffffffffL) {
      throw new RefusedException(
          new Refusal.StrictKexViolation("sequence numbers wrapped in the first key exchange"));
    }
  }

  /** RFC 4253 §7.1: transport messages 1 to 19, but no service request or accept. */
  private static boolean passesDuringKex(int number) {
    return number >= 1 && number <= 4;
  }

  void receivedKexInit(KexInit kexInit, InboundPayload payload) throws RefusedException {
    if (count == 0 && !peerKexInitSeen) {
      markers(kexInit, transport.reader().lastSequenceNumber());
    }
    byte[] copy =
        Arrays.copyOfRange(payload.array(), payload.offset(), payload.offset() + payload.length());
    on(new KexEvent.ReceivedKexInit(kexInit, copy));
    peerKexInitSeen = true;
  }

  private void markers(KexInit theirs, long sequenceNumber) throws RefusedException {
    boolean client = transport.role().isClient();
    strict =
        theirs.kexAlgorithms().contains(client ? Proposal.STRICT_SERVER : Proposal.STRICT_CLIENT);
    theirExtInfo =
        theirs
            .kexAlgorithms()
            .contains(client ? Proposal.EXT_INFO_SERVER : Proposal.EXT_INFO_CLIENT);
    if (strict && sequenceNumber != 0) {
      throw new RefusedException(
          new Refusal.StrictKexViolation("KEXINIT was not the first packet"));
    }
  }

  /** Whether the message is a wrong guess: skipped unread, for its method is not the chosen one. */
  boolean skips(int number) {
    boolean guess = skipsGuess && number >= FIRST_OF_METHODS && number <= LAST_OF_METHODS;
    skipsGuess &= !guess;
    return guess;
  }

  /** Whether no key exchange runs. */
  boolean isIdle() {
    return state instanceof KexState.Idle;
  }

  /** Erases what an unfinished key exchange holds, and lets go of it. */
  void close() {
    if (state != null) {
      state.close();
      state = null;
    }
  }

  /** Number 31 is SSH_MSG_KEX_DH_GEX_GROUP now, also where it comes too late, RFC 4419 §5. */
  boolean exchangesGroup() {
    return switch (state) {
      case KexState.AwaitGroup _ -> true;
      case KexState.Initiating(var exchange) -> exchange.choosesGroup();
      case KexState.AwaitReply(var exchange, _) -> exchange.choosesGroup();
      case null, default -> false;
    };
  }

  void received(TransportMessage message) throws RefusedException {
    on(new KexEvent.Received(message));
  }

  /** A message of no method that we have: never harmless while keys are made. */
  void receivedUnknown(int number) throws RefusedException {
    throw new RefusedException(
        new Refusal.OutOfTurn(
            number, state == null ? "nothing is known of the peer" : state.describe()));
  }

  private void on(KexEvent event) throws RefusedException {
    if (state == null) {
      throw new AssertionError("no identification string yet");
    }
    KexState.Step step = state.on(event);
    state = step.next();
    for (KexAction action : step.actions()) {
      if (state != null) { // else what was sent before was too much, and it is over
        perform(action);
      }
    }
  }

  private void perform(KexAction action) throws RefusedException {
    switch (action) {
      case KexAction.Send(KexInit ours) -> {
        transport.keyExchangeBegins();
        transport.send(ours);
      }
      case KexAction.Send(var message) -> transport.send(message);
      case KexAction.SkipGuess() -> skipsGuess = true;
      case KexAction.Ask(var question) -> transport.ask(question, this::on);
      case KexAction.SwitchOutbound(var result) -> switchOutbound(result);
      case KexAction.SwitchInbound(var result) -> switchInbound(result);
    }
  }

  private void switchOutbound(KexResult result) {
    String compression = result.negotiated().outboundCompression(transport.role());
    transport.outbound().newKeys(result.outbound(), compression, strict);
    if (count == 0 && !transport.role().isClient() && theirExtInfo) {
      // RFC 8308 §2.4: the packet after our first NEWKEYS
      transport.outbound().afterNewKeys(extInfo());
    }
    transport.outputReady();
  }

  private ExtInfo extInfo() {
    return ExtensionInfo.ofServer(transport.options().userKeyAlgorithms());
  }

  private void switchInbound(KexResult result) throws RefusedException {
    String compression = result.negotiated().inboundCompression(transport.role());
    transport.reader().switchTo(result.inbound(), compression, strict);
    peerKexInitSeen = false;
    sessionIdentifier = result.sessionIdentifier();
    if (count == 0) {
      firstHostKey = result.hostKey().blob();
    }
    negotiated = result.negotiated();
    count++;
    transport.keysChanged(result, count == 1);
  }

  /** In OpenSSH's words, which people search their logs for. */
  static void log(Negotiated chosen) {
    if (!LOG.isLoggable(System.Logger.Level.DEBUG)) {
      return;
    }
    LOG.log(System.Logger.Level.DEBUG, "kex: algorithm: " + chosen.kex().name());
    LOG.log(System.Logger.Level.DEBUG, "kex: host key algorithm: " + chosen.hostKeyAlgorithm());
    log("server->client", chosen.serverToClient(), chosen.compressionServerToClient());
    log("client->server", chosen.clientToServer(), chosen.compressionClientToServer());
  }

  private static void log(String direction, CipherSuite suite, String compression) {
    String mac = suite.mac().isEmpty() ? "<implicit>" : suite.mac();
    LOG.log(
        System.Logger.Level.DEBUG,
        "kex: %s cipher: %s MAC: %s compression: %s"
            .formatted(direction, suite.encryption(), mac, compression));
  }

  byte[] sessionIdentifier() {
    if (negotiated == null) {
      throw new IllegalStateException("no key exchange is over yet");
    }
    return sessionIdentifier.clone();
  }

  SessionIdentity sessionIdentity() {
    return new SessionIdentity(sessionIdentifier(), firstHostKey.clone());
  }

  @Nullable Negotiated negotiated() {
    return negotiated;
  }
}
