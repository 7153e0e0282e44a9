package org.sshlite.protocol.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.Pong;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;
import org.sshlite.protocol.message.Unimplemented;

/**
 * The transport layer of one connection, RFC 4253: bytes in, payloads up; messages down, bytes out.
 * It owns the key exchange and says which messages may pass while one runs. Loop only.
 */
public final class Transport {
  /** Packets a peer may send before it is authenticated; a login takes some twenty. */
  private static final int MAXIMUM_PACKETS_BEFORE_AUTHENTICATION = 2_000;

  /**
   * Bytes that a client may send behind a request that is being decided: the largest packet, and
   * more than all of a login that does not wait for answers.
   */
  private static final int MAXIMUM_AHEAD_BEFORE_AUTHENTICATION = LoopArrays.EARLY;

  /** RFC 4250 §4.1.2. */
  private static final int FIRST_OF_CONNECTION = 80;

  private final Role role;
  private final TransportOptions options;
  private final Carrier carrier;
  private final TransportUser user;
  private final PacketReader reader;
  private final Outbound outbound;
  private final KexDriver kex;
  private final SecureRandom random;
  private final RekeyPolicy rekeyPolicy;
  private final ExchangePace pace = new ExchangePace();
  private final PacketLog log;

  private @Nullable IdentificationReader identification;
  private final List<Signer> hostKeys;
  private final @Nullable HostKeyVerifier verifier;

  private ExtensionInfo extensions = ExtensionInfo.NONE;
  private boolean extInfoAllowed;
  private boolean authenticated;
  private long packetsBeforeAuthentication;
  private boolean proxied;
  private boolean paused;

  /** Paused until then: the client asks for new keys too often. */
  private boolean held;

  private long heldUntil;
  private boolean closed;

  /**
   * @param hostKeys a server's keys, best first; empty on a client
   * @param verifier a client's judge of host keys; null on a server
   */
  public Transport(
      Role role,
      TransportOptions options,
      List<Signer> hostKeys,
      @Nullable HostKeyVerifier verifier,
      SecureRandom random,
      Carrier carrier,
      TransportUser user) {
    this.role = role;
    this.options = options;
    this.hostKeys = List.copyOf(hostKeys);
    this.verifier = verifier;
    this.random = random;
    this.carrier = carrier;
    this.user = user;
    this.reader = new PacketReader(carrier.arrays());
    this.log = new PacketLog(role.isClient() ? () -> "" : () -> carrier.peer() + ": ");
    PacketWriter writer = new PacketWriter(log);
    this.rekeyPolicy = new RekeyPolicy(options, reader, writer);
    this.outbound = new Outbound(user, writer, rekeyPolicy);
    this.kex = new KexDriver(this);
    this.identification = new IdentificationReader(role);
  }

  /** Sends our identification string and KEXINIT: RFC 4253 §4.2 lets neither side wait. */
  public void start() {
    outbound.line(options.identification().line());
    rekeyPolicy.begin(carrier.nanoTime());
    pace.begin(carrier.nanoTime());
    carrier.outputReady();
  }

  /** Starts with no more than the connection protocol: OpenSSH PROTOCOL.mux §9. */
  public void startProxied() {
    identification = null;
    proxied = true;
    authenticated = true;
    reader.unpadded();
    outbound.proxied();
  }

  /** Takes everything readable; payloads that are whole go up before this returns. */
  public void received(ByteBuf in) {
    if (closed) {
      in.skipBytes(in.readableBytes());
      return;
    }
    reader.append(in);
    process();
  }

  private void process() {
    try {
      while (!paused && !closed && step()) {}
      if (!closed) {
        if (!paused || isEarlyPeer()) {
          reader.releaseIdle();
        }
        if (isEarlyPeer() && reader.buffered() > MAXIMUM_AHEAD_BEFORE_AUTHENTICATION) {
          throw new RefusedException(
              new Refusal.LimitExceeded("too much sent ahead of the answer to a login"));
        }
        rekeyIfDue();
      }
    } catch (RefusedException e) {
      user.refused(e);
    } catch (MalformedException e) {
      user.refused(new RefusedException(e));
    }
  }

  /** A client that nobody knows yet: what it makes us hold is little. */
  private boolean isEarlyPeer() {
    return !authenticated && !role.isClient();
  }

  private boolean step() throws RefusedException, MalformedException {
    if (identification != null) {
      return identify(identification);
    }
    if (!reader.next()) {
      return false;
    }
    if (!authenticated && ++packetsBeforeAuthentication > MAXIMUM_PACKETS_BEFORE_AUTHENTICATION) {
      throw new RefusedException(
          new Refusal.LimitExceeded("too many packets before authentication"));
    }
    payload();
    return true;
  }

  private boolean identify(IdentificationReader lines) throws RefusedException {
    return switch (reader.line(lines)) {
      case IdentificationReader.Found.Nothing() -> false;
      case IdentificationReader.Found.OtherLine(_) -> true;
      case IdentificationReader.Found.Identification(var string, _) -> {
        log.identified(options.identification(), string);
        identification = null;
        user.identified(string);
        kex.identified(string);
        yield true;
      }
    };
  }

  private void payload() throws RefusedException, MalformedException {
    int number = reader.number();
    log.received(reader);
    if (proxied) {
      if (number >= FIRST_OF_CONNECTION) {
        user.received(reader);
      }
      return; // the rest is between the master and the far end
    }
    kex.permit(number, reader.lastSequenceNumber());
    boolean first = extInfoAllowed;
    extInfoAllowed = false;
    if (number >= 50 && number < Ping.NUMBER) {
      user.received(reader);
      return;
    }
    // as OpenSSH, whatever is in it: paramiko's send_ignore leaves the length out
    if (kex.skips(number) || number == Ignore.NUMBER) {
      return;
    }
    TransportMessage message = read(number);
    switch (message) {
      case null -> {
        if (KexDriver.isKex(number)) {
          kex.receivedUnknown(number);
        }
        unimplemented();
      }
      case KexInit kexInit -> received(kexInit);
      case Disconnect disconnect ->
          user.disconnected(disconnect.reason(), disconnect.description());
      case Debug debug when debug.alwaysDisplay() -> user.debug(debug.message());
      case Debug _, Pong _, Unimplemented _ -> {}
      case Ping ping -> {
        // as OpenSSH: who is not logged in does not fill our memory with answers, CVE-2025-26466
        if (authenticated) {
          send(new Pong(ping.data()));
        }
      }
      case ExtInfo extInfo -> extensions(extInfo, first);
      default -> {
        if (KexDriver.isKex(number)) {
          kex.received(message);
        } else {
          user.received(reader);
        }
      }
    }
  }

  private void received(KexInit kexInit) throws RefusedException {
    boolean asked = kex.isIdle() && !role.isClient();
    if (asked && !authenticated) {
      pace.asksEarly();
    }
    kex.receivedKexInit(kexInit, reader);
    if (asked && authenticated) {
      hold(pace.asks(carrier.nanoTime()));
    }
  }

  /** Takes nothing more from the peer for a while. */
  private void hold(long nanos) {
    if (nanos > 0) {
      paused = true;
      held = true;
      heldUntil = carrier.nanoTime() + nanos;
      carrier.reading(false);
      carrier.deadlineChanged();
    }
  }

  private void release() {
    if (held && !closed && carrier.nanoTime() - heldUntil >= 0) {
      paused = false;
      held = false;
      carrier.reading(true);
      process();
    }
  }

  private @Nullable TransportMessage read(int number) throws MalformedException {
    return number == KexDhGexGroup.NUMBER && kex.exchangesGroup()
        ? KexDhGexGroup.read(reader.reader())
        : TransportMessage.read(number, reader.reader()).orElse(null);
  }

  /**
   * RFC 8308 §2.4: a client's comes right after its first NEWKEYS, a server's there or before
   * authentication succeeds.
   */
  private void extensions(ExtInfo extInfo, boolean afterNewKeys) throws RefusedException {
    if (afterNewKeys || !authenticated && role.isClient()) {
      extensions = ExtensionInfo.of(extInfo);
    } else if (authenticated) {
      // it comes too late to mean anything
      unimplemented();
    } else {
      throw new RefusedException(
          new Refusal.OutOfTurn(ExtInfo.NUMBER, "the packet is not the first under keys"));
    }
  }

  /** A message number that nobody here knows, RFC 4253 §11.4. */
  public void unimplemented() {
    send(new Unimplemented(reader.lastSequenceNumber()));
  }

  /** Sends a message if nothing is in its way; it is nothing that would be missed. */
  public void sendIfIdle(Message message) {
    if (!outbound.isBusy()) {
      send(message);
    }
  }

  /** Sends a message; what is not the key exchange's waits while one runs. */
  public void send(Message message) {
    if (closed || proxied && message instanceof TransportMessage) {
      return;
    }
    try {
      outbound.add(message);
    } catch (RefusedException e) {
      user.refused(e);
    }
    carrier.outputReady();
  }

  /**
   * The next bytes for the peer: a batch of sealed packets, or null when there is nothing to send
   * now. The buffer is the caller's.
   */
  public @Nullable ByteBuf nextOutput(ByteBufAllocator allocator) {
    boolean before = outbound.loginOver();
    ByteBuf out = outbound.next(allocator);
    if (!closed) {
      rekeyIfDue();
      if (outbound.loginOver() != before) {
        carrier.deadlineChanged();
      }
    }
    return out;
  }

  /** Asks for new keys, RFC 4253 §9; nothing happens when a key exchange runs already. */
  public void rekey() {
    kex.start();
  }

  /** Not during the login: OpenSSH answers a KEXINIT with UNIMPLEMENTED then, or hangs up. */
  private void rekeyIfDue() {
    if (outbound.loginOver() && !outbound.awaitsNewKeys() && rekeyPolicy.due(carrier.nanoTime())) {
      kex.start();
    }
  }

  /** Lets time pass. */
  public void tick() {
    release();
    rekeyIfDue();
  }

  /** When {@link #tick} is wanted, in {@link Carrier#nanoTime}; Long.MAX_VALUE for never. */
  public long deadline() {
    if (held) {
      return heldUntil;
    }
    return kex.isIdle() && outbound.loginOver() ? rekeyPolicy.deadline() : Long.MAX_VALUE;
  }

  /**
   * Runs {@code question} off the loop and gives its answer to {@code then} on the loop. Nothing of
   * the peer's is decoded meanwhile.
   */
  public <T> void ask(Callable<T> question, Answer<T> then) {
    paused = true;
    user.asking(true);
    carrier.reading(false);
    carrier.offLoop(
        () -> {
          Answered<T> answered = Answered.by(question);
          carrier.execute(() -> resume(answered, then));
        });
  }

  private <T> void resume(Answered<T> answered, Answer<T> then) {
    paused = false;
    if (closed) {
      answered.discard();
      return;
    }
    user.asking(false);
    try {
      then.accept(answered.get());
      carrier.reading(!paused);
      process();
    } catch (RefusedException e) {
      user.refused(e);
    } catch (Exception e) {
      user.failed(e);
    }
  }

  /** Takes an answer; may refuse. */
  public interface Answer<T> {
    void accept(T answer) throws RefusedException;
  }

  /** An answer that must be told when nobody takes it. */
  public interface Discardable {
    /** The connection ended first. Loop only. */
    void discard();
  }

  /** The user is authenticated: larger packets may come. */
  public void authenticated() {
    authenticated = true;
    reader.authenticated();
    outbound.authenticated(role);
  }

  /** Erases the payload being handled, for messages that carry a secret. */
  public void wipePayload() {
    reader.wipe();
  }

  /** What to say when the peer hangs up now. */
  public String hungUp() {
    return identification == null ? "connection closed by the peer" : identification.hungUp();
  }

  /** Says in plain text why there is no SSH: as a server, RFC 4253 §4.2 lets no client say it. */
  public void plainly(String text) {
    if (!role.isClient()) {
      outbound.line(text);
    }
  }

  /** Stops decoding and erases keys; output that is queued can still be asked for. */
  public void close() {
    closed = true;
    kex.close();
    reader.close();
  }

  /** Erases the keys of what goes out: after the last output. */
  public void outputDone() {
    outbound.close();
  }

  /** The first exchange hash, RFC 4253 §7.2. */
  public byte[] sessionIdentifier() {
    return kex.sessionIdentifier();
  }

  public SessionIdentity sessionIdentity() {
    return kex.sessionIdentity();
  }

  /** The current algorithms; empty before the first key exchange is over. */
  public @Nullable Negotiated negotiated() {
    return kex.negotiated();
  }

  public ExtensionInfo peerExtensions() {
    return extensions;
  }

  // what the key exchange needs of its transport

  Role role() {
    return role;
  }

  Exchange.Parties parties(IdentificationString theirs) {
    return Exchange.Parties.first(role, options, theirs, hostKeys, verifier, random);
  }

  /** What passes now. */
  public TransportFigures figures() {
    return rekeyPolicy.figures(carrier.nanoTime());
  }

  /** Bytes of the heap in which something waits to be understood, or to be sent. */
  public long held() {
    return reader.held() + outbound.waiting();
  }

  TransportOptions options() {
    return options;
  }

  PacketReader reader() {
    return reader;
  }

  Outbound outbound() {
    return outbound;
  }

  void outputReady() {
    carrier.outputReady();
  }

  /** Our KEXINIT goes out now. */
  void keyExchangeBegins() {
    user.keyExchangeBegins();
  }

  /** Both directions are under new keys. */
  void keysChanged(KexResult keys, boolean first) throws RefusedException {
    long maximumBytes = Math.min(keys.inbound().maximumBytes(), keys.outbound().maximumBytes());
    rekeyPolicy.keysChanged(carrier.nanoTime(), maximumBytes);
    carrier.deadlineChanged();
    user.keysChanged(keys.sessionIdentifier(), keys.negotiated(), keys.hostKey());
    if (first) {
      extInfoAllowed = true;
      user.ready();
    }
  }
}
