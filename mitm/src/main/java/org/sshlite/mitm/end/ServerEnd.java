package org.sshlite.mitm.end;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.PacketLink;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.TransportMessage;

/**
 * The server's end of one connection: blocking, one thread. It is sound where its {@link Conduct}
 * is, refuses what a sound server refuses, and says so in the evidence.
 */
public final class ServerEnd {
  /** What it calls itself. */
  public static final String IDENTIFICATION = "SSH-2.0-sshlite_mitm";

  private static final Duration POLL = Duration.ofMillis(10);

  private final PacketLink link;
  private final Conduct conduct;
  private final Scene scene;
  private final Evidence evidence;
  private final SecureRandom random = new SecureRandom();
  private final Deque<byte[]> queued = new ArrayDeque<>();
  private final Authentication authentication = new Authentication(this);
  private final Sessions sessions = new Sessions(this);
  private @Nullable KeyExchange keys;

  public ServerEnd(PacketLink link, Conduct conduct, Scene scene, Evidence evidence) {
    this.link = link;
    this.conduct = conduct;
    this.scene = scene;
    this.evidence = evidence;
  }

  /** Serves until the connection is over. */
  public void run() {
    try {
      converse();
    } catch (Gone e) {
      return;
    } catch (BadPacketException e) {
      refuse(new Refused(DisconnectReason.MAC_ERROR, "packet corrupt"));
    } catch (Refused e) {
      refuse(e);
    } catch (MalformedException e) {
      refuse(new Refused(DisconnectReason.PROTOCOL_ERROR, e.getMessage()));
    } catch (InterruptedIOException e) {
      refuse(new Refused(DisconnectReason.CONNECTION_LOST, "timed out waiting for the client"));
    } catch (IOException e) {
      return; // hung up, cut, or reset: the client's own words tell why
    }
  }

  private void converse() throws IOException, BadPacketException, Refused, MalformedException {
    at(Stage.CONNECTED);
    link.writeLine(IDENTIFICATION);
    String client = link.readLine();
    evidence.identification(client);
    if (!client.startsWith("SSH-2.0-") && !client.startsWith("SSH-1.99-")) {
      throw new Refused(
          DisconnectReason.PROTOCOL_VERSION_NOT_SUPPORTED, "bad identification: " + client);
    }
    at(Stage.IDENTIFIED);
    KeyExchange exchange = new KeyExchange(this, client);
    keys = exchange;
    exchange.run();
    at(Stage.KEYED);
    while (true) {
      dispatch(next());
    }
  }

  private void refuse(Refused refused) {
    evidence.refused("the server refuses", String.valueOf(refused.getMessage()));
    try {
      send(new Disconnect(refused.reason(), String.valueOf(refused.getMessage())));
    } catch (IOException _) {
      return; // it has left already
    }
  }

  /** Handles one message after the first key exchange. */
  private void dispatch(byte[] payload)
      throws IOException, BadPacketException, Refused, MalformedException {
    int number = payload[0] & 0xff;
    if (conduct.received(payload, this) || isNoise(number, payload)) {
      return;
    }
    if (number == KexInit.NUMBER) {
      exchange().again(payload);
    } else if (number < 80) {
      authentication.received(number, payload);
    } else {
      sessions.received(number, payload);
    }
  }

  /** Deals with what may come at any time: DISCONNECT ends it. */
  boolean isNoise(int number, byte[] payload) throws IOException, MalformedException {
    if (number == Disconnect.NUMBER) {
      noteReason(payload);
      throw new Gone("disconnected");
    }
    return number >= 2 && number <= 4 || number == 7;
  }

  /** What the client says when it leaves, unless it is done. */
  private void noteReason(byte[] payload) throws MalformedException {
    if (read(payload) instanceof Disconnect(var reason, var description, _)
        && reason != DisconnectReason.BY_APPLICATION.code()) {
      evidence.refused("the client disconnects", description);
    }
  }

  /** A transport message from the client. */
  static TransportMessage read(byte[] payload) throws MalformedException {
    SshReader in = new SshReader("packet", payload, 1, payload.length - 1);
    return TransportMessage.read(payload[0] & 0xff, in)
        .orElseThrow(() -> in.malformed("number", "unexpected " + (payload[0] & 0xff)));
  }

  byte[] next() throws IOException, BadPacketException {
    return queued.isEmpty() ? link.read() : queued.remove();
  }

  /** Keeps a message for later, when a rekey is over. */
  void queue(byte[] payload) {
    queued.add(payload);
  }

  /** The client got in. */
  void authenticated() throws IOException {
    link.authenticated();
    at(Stage.AUTHENTICATED);
  }

  void at(Stage stage) throws IOException {
    conduct.at(stage, this);
  }

  private KeyExchange exchange() {
    if (keys == null) {
      throw new IllegalStateException("no keys yet");
    }
    return keys;
  }

  // what conducts use

  public void send(Message message) throws IOException {
    link.write(message.payload());
  }

  public void send(byte[] payload) throws IOException {
    link.write(payload);
  }

  /** Below packets. */
  public PacketLink link() {
    return link;
  }

  public Conduct conduct() {
    return conduct;
  }

  public Scene scene() {
    return scene;
  }

  public Evidence evidence() {
    return evidence;
  }

  public SecureRandom random() {
    return random;
  }

  /** The first exchange hash. */
  public byte[] sessionIdentifier() {
    return exchange().sessionIdentifier();
  }

  /** The client's KEXINIT, the latest. */
  public KexInit clientKexInit() {
    return exchange().clientKexInit();
  }

  /** The client's number of its session; only once it has one. */
  public int clientChannel() {
    return sessions.clientChannel();
  }

  /** Begins a key exchange of the server's own accord, RFC 4253 §9, and ends it. */
  public void rekey() throws IOException {
    try {
      exchange().rekey();
    } catch (BadPacketException | Refused | MalformedException e) {
      evidence.refused("the server refuses", String.valueOf(e.getMessage()));
      throw new Gone("rekeying failed");
    }
  }

  /** Serves the client until {@code done}, or the time is over. */
  public void serveUntil(BooleanSupplier done, Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!done.getAsBoolean() && System.nanoTime() < end) {
        if (queued.isEmpty() && !link.ready()) {
          Thread.sleep(POLL);
        } else {
          dispatch(next());
        }
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    } catch (BadPacketException | Refused | MalformedException e) {
      evidence.refused("the server refuses", String.valueOf(e.getMessage()));
      throw new Gone("refused");
    }
  }

  /**
   * The number of the next message, and what the client says if it disconnects.
   *
   * @return −1 when none came in time
   */
  public int readNumber(Duration time) throws IOException, BadPacketException {
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (!link.ready()) {
        if (System.nanoTime() > deadline) {
          return -1;
        }
        Thread.sleep(POLL);
      }
      byte[] payload = next();
      int number = payload[0] & 0xff;
      if (number == Disconnect.NUMBER) {
        noteReason(payload);
      }
      return number;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    } catch (MalformedException e) {
      return Disconnect.NUMBER;
    }
  }

  /** Takes what comes and answers nothing, until the client hangs up or the bench does. */
  public void drain() throws IOException {
    boolean left = true;
    while (left) {
      try {
        left = link.inputLeft();
      } catch (SocketTimeoutException _) {
        continue; // patience is the point
      }
    }
    throw new Gone("the client hung up");
  }
}
