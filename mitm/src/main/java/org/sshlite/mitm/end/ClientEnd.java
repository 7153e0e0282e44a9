package org.sshlite.mitm.end;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.mitm.wire.PacketLink;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;

/**
 * The client's end of one connection: blocking, one thread. Left alone it is honest: {@link #reach}
 * goes on step by step. In between a probe may send what it likes.
 */
public final class ClientEnd {
  /** What it calls itself. */
  public static final String IDENTIFICATION = ServerEnd.IDENTIFICATION;

  /** Our number of the session. */
  public static final int CHANNEL = 0;

  public static final String USERAUTH = "ssh-userauth";

  private static final long WINDOW = 1 << 21;
  private static final long MAXIMUM_PACKET = 1 << 15;

  private static final Duration POLL = Duration.ofMillis(10);

  /** Lines before the identification that are passed over, RFC 4253 §4.2. */
  private static final int MOST_LINES = 64;

  /** Answers that nobody asked for, until one is the wanted: more come from no sound server. */
  private static final int MOST_MESSAGES = 10_000;

  private static final Set<Integer> NOISE =
      Set.of(Ignore.NUMBER, Debug.NUMBER, ExtInfo.NUMBER, UserauthBanner.NUMBER);

  /** Calls the same server once more. */
  @FunctionalInterface
  public interface Dialer {
    ClientEnd dial() throws IOException;
  }

  private final PacketLink link;
  private final Credentials credentials;
  private final Evidence evidence;
  private final Dialer dialer;
  private UnaryOperator<KexInit> edit = UnaryOperator.identity();
  private Standing standing = Standing.CONNECTED;
  private boolean resetsSequenceNumber = true;
  private @Nullable ClientKeyExchange exchange;
  private @Nullable ChannelOpenConfirmation session;

  public ClientEnd(PacketLink link, Credentials credentials, Evidence evidence, Dialer dialer) {
    this.dialer = dialer;
    this.link = link;
    this.credentials = credentials;
    this.evidence = evidence;
  }

  // before the key exchange

  /** What to make of an honest KEXINIT. */
  public ClientEnd proposing(UnaryOperator<KexInit> change) {
    edit = change;
    return this;
  }

  /** Goes on with the number of packets although strict key exchange was agreed on. */
  public ClientEnd keepingSequenceNumber() {
    resetsSequenceNumber = false;
    return this;
  }

  // honest steps

  /**
   * Goes on as an honest client does.
   *
   * @throws Left when the server ends the connection
   * @throws Gone when there is no way to it here
   */
  public void reach(Standing goal) throws IOException {
    while (standing.compareTo(goal) < 0) {
      try {
        step();
      } catch (Refused e) {
        evidence.inapplicable("the server and this client have " + e.getMessage());
        throw new Gone("nothing in common");
      } catch (KexException | MalformedException e) {
        throw new Left("answers with what is none: " + e.getMessage());
      }
      standing = standing.next();
    }
  }

  private void step() throws IOException, Refused, KexException, MalformedException {
    switch (standing) {
      case CONNECTED -> identify();
      case IDENTIFIED -> send(exchange().proposal());
      case KEXINIT_SENT -> {
        if (!exchange().hasServerKexInit()) {
          readServerKexInit();
        }
        exchange().agree();
      }
      case AGREED -> send(new KexEcdhInit(exchange().init()));
      case INIT_SENT ->
          exchange().finish((KexEcdhReply) ServerEnd.read(await(KexEcdhReply.NUMBER)));
      case REPLIED -> exchangeNewKeys();
      case KEYED -> {
        send(new ServiceRequest(USERAUTH));
        await(ServiceAccept.NUMBER);
      }
      case SERVICE_ACCEPTED -> authenticate();
      case AUTHENTICATED -> openSession();
      case SESSION_OPENED -> throw new IllegalStateException("there is nothing beyond");
    }
  }

  private void identify() throws IOException {
    link.writeLine(IDENTIFICATION);
    readIdentification(IDENTIFICATION);
  }

  /** Our line went out already: reads the server's. */
  public void identifiedAs(String ours) throws IOException {
    readIdentification(ours);
    standing = Standing.IDENTIFIED;
  }

  private void readIdentification(String ours) throws IOException {
    try {
      String line = link.readLine();
      for (int i = 0; i < MOST_LINES && !line.startsWith("SSH-"); i++) {
        line = link.readLine();
      }
      evidence.identification(line);
      exchange = new ClientKeyExchange(ours, line, edit);
    } catch (SocketException | EOFException e) {
      throw hangsUp();
    }
  }

  /** Where the server speaks first, also before our KEXINIT. */
  public void readServerKexInit() throws IOException {
    exchange().received(await(KexInit.NUMBER));
  }

  private void exchangeNewKeys() throws IOException {
    send(new NewKeys());
    exchange().switchOutbound(link, exchange().isStrict() && resetsSequenceNumber);
    await(NewKeys.NUMBER);
    exchange().switchInbound(link);
  }

  private void authenticate() throws IOException {
    if (!credentials.suffice()) {
      evidence.inapplicable("nobody may log in: name a user and a key or password");
      throw new Gone("no credentials");
    }
    Userauth request = Userauth.of(credentials.user());
    send(
        credentials.key().isPresent()
            ? request.honest(sessionIdentifier(), credentials.key().get())
            : request.password(credentials.password().orElseThrow()));
    if (Payload.number(await(UserauthSuccess.NUMBER, UserauthFailure.NUMBER))
        == UserauthFailure.NUMBER) {
      throw new Left("does not let the user in");
    }
    link.authenticated();
  }

  private void openSession() throws IOException {
    send(new ChannelOpen(new ChannelType.Session(), CHANNEL, WINDOW, MAXIMUM_PACKET));
    byte[] answer = await(ChannelOpenConfirmation.NUMBER, ChannelOpenFailure.NUMBER);
    if (Payload.number(answer) == ChannelOpenFailure.NUMBER) {
      throw new Left("opens no session");
    }
    session = Payload.confirmation(answer);
  }

  // what probes do

  /** One more connection to the server, honest unless told otherwise. */
  public ClientEnd another() throws IOException {
    return dialer.dial();
  }

  /** Sends bytes that are no packet. */
  public void sendRaw(byte[] bytes) throws IOException {
    try {
      link.writeRaw(bytes);
    } catch (SocketException e) {
      throw hangsUp();
    }
  }

  /** Closes the connection. */
  public void hangUp() throws IOException {
    link.close();
  }

  /** Whether anything comes in this time. */
  public boolean hears(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!link.ready() && System.nanoTime() < end) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    return link.ready();
  }

  public void send(Message message) throws IOException {
    send(message.payload());
  }

  public void send(byte[] payload) throws IOException {
    try {
      link.write(payload);
    } catch (SocketException e) {
      throw hangsUp();
    }
  }

  /** The probe's own deed is done. */
  public void strike(String what) {
    evidence.strike(what);
  }

  /** It was accepted. */
  public void accepted(Leak what, String how) {
    evidence.harm(what, how);
  }

  public void inapplicable(String why) {
    evidence.inapplicable(why);
  }

  public Evidence evidence() {
    return evidence;
  }

  /** Below packets. */
  public PacketLink link() {
    return link;
  }

  public Credentials credentials() {
    return credentials;
  }

  public byte[] sessionIdentifier() {
    return exchange().sessionIdentifier();
  }

  /** What the server proposed. */
  public KexInit serverKexInit() {
    try {
      return exchange().server();
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the server offers strict key exchange. */
  public boolean serverIsStrict() {
    return serverKexInit().kexAlgorithms().contains(Marker.STRICT_SERVER);
  }

  /** A fresh honest ephemeral key; the last one is gone on with. */
  public byte[] ephemeral() throws IOException {
    try {
      return exchange().init();
    } catch (Refused e) {
      throw new Gone(String.valueOf(e.getMessage()));
    }
  }

  /** The server's words about the session. */
  public ChannelOpenConfirmation session() {
    if (session == null) {
      throw new IllegalStateException("no session yet");
    }
    return session;
  }

  /**
   * Our KEXINIT, for who sends it himself and says so by {@link #proposed}.
   *
   * @param algorithm one more for the host key, which nobody has
   */
  public byte[] proposal(String algorithm) {
    return exchange()
        .proposal(
            honest ->
                KexInitField.HOST_KEY.edit(
                    honest, names -> Stream.concat(names.stream(), Stream.of(algorithm)).toList()));
  }

  /** Our KEXINIT is out. */
  public void proposed() {
    standing = Standing.KEXINIT_SENT;
  }

  /** Goes on as if nothing were, which a sound server does not let it. */
  public void goesOnTo(Standing goal) throws IOException {
    reach(goal);
    accepted(Leak.OTHER, "it goes on all the same, up to " + goal.text());
  }

  /**
   * The numbers of all messages up to the answer to an honest question: whatever was sent before is
   * dealt with by then.
   */
  public List<Integer> settled() throws IOException {
    return switch (standing) {
      case KEYED -> {
        standing = Standing.SERVICE_ACCEPTED;
        yield settled(new ServiceRequest(USERAUTH).payload(), ServiceAccept.NUMBER);
      }
      case SERVICE_ACCEPTED ->
          settled(Userauth.of(credentials.user()).none(), UserauthFailure.NUMBER);
      case AUTHENTICATED, SESSION_OPENED ->
          settled(
              new GlobalRequest(
                      new GlobalRequestType.Unknown("keepalive@openssh.com", new byte[0]), true)
                  .payload(),
              RequestFailure.NUMBER,
              RequestSuccess.NUMBER);
      default -> throw new IllegalStateException("nothing can be asked at " + standing);
    };
  }

  private List<Integer> settled(byte[] question, Integer... answers) throws IOException {
    send(question);
    List<Integer> seen = new ArrayList<>();
    int number;
    do {
      number = Payload.number(read());
      seen.add(number);
    } while (!Set.of(answers).contains(number) && seen.size() < MOST_MESSAGES);
    return seen;
  }

  /** The next message with one of these numbers; what else comes is passed over. */
  public byte[] await(Integer... numbers) throws IOException {
    for (int i = 0; i < MOST_MESSAGES; i++) {
      byte[] payload = read();
      if (Set.of(numbers).contains(Payload.number(payload))) {
        return payload;
      }
    }
    throw new Left("answers with anything but " + List.of(numbers));
  }

  /**
   * The next message that says something.
   *
   * @throws java.net.SocketTimeoutException when none came in time
   */
  public byte[] read() throws IOException {
    while (true) {
      byte[] payload = payload();
      int number = Payload.number(payload);
      if (number == Disconnect.NUMBER) {
        throw new Left("disconnects: " + Payload.description(payload));
      }
      if (number == Unimplemented.NUMBER) {
        evidence.refused("the server", "knows no such message here");
        return payload;
      }
      if (number == GlobalRequest.NUMBER) {
        if (Payload.wantsReply(payload)) {
          send(new RequestFailure()); // a server that asks for a sign of life gets one
        }
      } else if (!NOISE.contains(number)) {
        return payload;
      }
    }
  }

  private byte[] payload() throws IOException {
    try {
      return link.read();
    } catch (EOFException | SocketException e) {
      throw hangsUp();
    } catch (BadPacketException e) {
      throw new Left("sends what is no packet for this client");
    }
  }

  private static Left hangsUp() {
    return new Left("hangs up");
  }

  private ClientKeyExchange exchange() {
    if (exchange == null) {
      throw new IllegalStateException("no identification yet");
    }
    return exchange;
  }
}
