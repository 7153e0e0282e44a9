package org.sshlite.protocol.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.AuthMessage;
import org.sshlite.protocol.message.ConnectionMessage;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;

/**
 * The other end, played by a test step by step: it has the right keys and keeps to no rule. What it
 * sends goes to {@code wire}; what the tested end sends is given to {@link #arrive}.
 */
public final class RawPeer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Role role;
  private final TransportOptions options;
  private final List<Signer> hostKeys;
  private final Consumer<byte[]> wire;
  private final PacketReader reader = new PacketReader(new LoopArrays());
  private final PacketWriter writer = new PacketWriter(new PacketLog(() -> ""));
  private @Nullable IdentificationReader lines;
  private boolean strict = true;
  private Exchange.@Nullable Parties parties;
  private @Nullable KexInit ours;
  private @Nullable Exchange exchange;
  private KexEvent.@Nullable Initiated initiated;
  private KexEvent.@Nullable Agreed agreed;

  /** Changes what {@link #sendKexInit} sends. */
  public UnaryOperator<KexInit> kexInitEdit = kexInit -> kexInit;

  /** Changes what {@link #sendInit} sends. */
  public UnaryOperator<KexEcdhInit> initEdit = init -> init;

  /** Changes what {@link #sendReply} sends. */
  public UnaryOperator<KexEcdhReply> replyEdit = reply -> reply;

  public RawPeer(
      Role role, TransportOptions options, List<Signer> hostKeys, Consumer<byte[]> wire) {
    this.role = role;
    this.options = options;
    this.hostKeys = hostKeys;
    this.wire = wire;
    this.lines = new IdentificationReader(role);
  }

  // bytes

  public void identify() {
    identify(options.identification().line() + "\r\n");
  }

  public void identify(String text) {
    wire.accept(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  /** Takes what the tested end sends. */
  public void arrive(byte[] bytes) {
    reader.append(Unpooled.wrappedBuffer(bytes));
  }

  /** A packet as it would go out now; counts as sent. */
  public byte[] seal(byte[] payload) {
    ByteBuf out = Unpooled.buffer(payload.length + 512);
    writer.write(out, payload);
    byte[] packet = new byte[out.readableBytes()];
    out.readBytes(packet);
    return packet;
  }

  public void sendBytes(byte[] bytes) {
    wire.accept(bytes);
  }

  public void send(byte[] payload) {
    wire.accept(seal(payload));
  }

  public void send(Message message) {
    send(message.payload());
  }

  /** Takes the tested end's identification string. */
  public void receiveIdentification() {
    try {
      while (lines != null) {
        switch (reader.line(lines)) {
          case IdentificationReader.Found.Nothing() ->
              throw new AssertionError("no identification string came");
          case IdentificationReader.Found.OtherLine(_) -> {}
          case IdentificationReader.Found.Identification(var string, _) -> identified(string);
        }
      }
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it says itself that has come in place of packets, as a line. */
  public String receiveLine() {
    IdentificationReader line = new IdentificationReader(Role.CLIENT);
    try {
      reader.line(line);
      return line.hungUp();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next payload that came; null when there is none. */
  public byte @Nullable [] next() {
    try {
      return reader.next()
          ? Arrays.copyOfRange(reader.array(), reader.offset(), reader.offset() + reader.length())
          : null;
    } catch (RefusedException | MalformedException e) {
      throw new AssertionError("the tested end sent what it must not", e);
    }
  }

  private void identified(IdentificationString theirs) {
    lines = null;
    parties =
        new Exchange.Parties(
            role,
            options.proposal(options.hostKeyAlgorithms()),
            options.identification(),
            theirs,
            hostKeys,
            (_, _) -> new HostKeyVerifier.Decision.Trusted(),
            options.moduli(),
            options.minimumRsaBits(),
            RANDOM,
            null,
            null);
  }

  /** All messages that came and were not taken yet, but channel data. */
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    byte[] payload;
    while ((payload = next()) != null) {
      messages.add(message(payload));
    }
    return messages;
  }

  /** All payloads that came and were not taken yet. */
  public List<byte[]> payloads() {
    List<byte[]> payloads = new ArrayList<>();
    byte[] payload;
    while ((payload = next()) != null) {
      payloads.add(payload);
    }
    return payloads;
  }

  public static Message message(byte[] payload) {
    SshReader in = new SshReader("message", payload);
    try {
      int number = in.uint8("number");
      if (number >= 80 && number < 192) {
        return ConnectionMessage.read(number, in).orElseThrow();
      }
      return number >= 50 && number < 80
          ? AuthMessage.read(number, in).orElseThrow()
          : TransportMessage.read(number, in).orElseThrow();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next payload, which has this number. */
  public byte[] expect(int number) {
    byte[] payload = next();
    if (payload == null || (payload[0] & 0xff) != number) {
      throw new AssertionError(
          "message " + (payload == null ? "none" : payload[0] & 0xff) + " instead of " + number);
    }
    return payload;
  }

  // the key exchange

  /** As a server: signs with these from now on. */
  public void hostKeys(List<Signer> keys) {
    Exchange.Parties old = known(parties);
    parties =
        new Exchange.Parties(
            role,
            old.proposal(),
            old.ourIdentification(),
            old.theirIdentification(),
            keys,
            old.verifier(),
            old.moduli(),
            old.minimumRsaBits(),
            RANDOM,
            old.sessionIdentifier(),
            null);
  }

  /** Whether both sides are to reset sequence numbers; set before the first NEWKEYS. */
  public void strict(boolean value) {
    strict = value;
  }

  public void sendKexInit() {
    ours = kexInitEdit.apply(known(parties).kexInit());
    send(ours);
  }

  public boolean hasSentKexInit() {
    return ours != null;
  }

  public void receiveKexInit() {
    receiveKexInit(expect(KexInit.NUMBER));
  }

  /** As {@link #receiveKexInit()}, with what {@link #next} gave. */
  public void receiveKexInit(byte[] payload) {
    KexInit theirs = (KexInit) message(payload);
    exchange =
        new Exchange(known(parties), known(ours), new KexEvent.ReceivedKexInit(theirs, payload));
    try {
      exchange.negotiate();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** As a client. */
  public void sendInit() {
    initiated = (KexEvent.Initiated) known(exchange).initiate();
    send(initEdit.apply(new KexEcdhInit(initiated.initiator().init())));
  }

  /** As a client. */
  public void receiveReply() {
    KexEcdhReply reply = (KexEcdhReply) message(expect(KexEcdhReply.NUMBER));
    try {
      agreed = (KexEvent.Agreed) known(exchange).verify(known(initiated).initiator(), reply);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** As a server. */
  public void receiveInit() {
    KexEcdhInit init = (KexEcdhInit) message(expect(KexEcdhInit.NUMBER));
    try {
      agreed = (KexEvent.Agreed) known(exchange).respond(init.clientBlob());
    } catch (RefusedException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As a server. */
  public void sendReply() {
    send(replyEdit.apply(known(known(agreed).reply())));
  }

  /** Whether the group comes first, RFC 4419. */
  public boolean choosesGroup() {
    return known(exchange).choosesGroup();
  }

  /** The exchange hash of the key exchange that runs. */
  public byte[] exchangeHash() {
    return known(agreed).result().exchangeHash();
  }

  public Negotiated negotiated() {
    return known(agreed).result().negotiated();
  }

  public void sendNewKeys() {
    send(new NewKeys());
    KexResult result = known(agreed).result();
    writer.switchTo(result.outbound(), result.negotiated().outboundCompression(role), strict);
  }

  public void receiveNewKeys() {
    expect(NewKeys.NUMBER);
    KexResult result = known(agreed).result();
    reader.switchTo(result.inbound(), result.negotiated().inboundCompression(role), strict);
    parties = known(parties).afterKex(result);
  }

  /** Larger packets may come now, and compressed ones. */
  public void authenticated() {
    reader.authenticated();
    writer.startCompression();
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new AssertionError("this step is too early");
    }
    return value;
  }
}
