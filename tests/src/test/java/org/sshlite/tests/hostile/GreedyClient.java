package org.sshlite.tests.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.tests.flaws.HandPlayedClient;

/**
 * A client that has channels of all types and opens their windows once: it counts what comes, if it
 * reads at all, and gives no credit.
 */
final class GreedyClient implements AutoCloseable {
  /** What is asked for much. */
  enum Way {
    STDOUT,
    STDERR,
    DIRECT_TCPIP,
    FORWARDED_TCPIP,
    DIRECT_STREAMLOCAL,
    FORWARDED_STREAMLOCAL,
    X11,
    AUTH_AGENT,
    SFTP
  }

  private static final int PACKET = 32 * 1024;

  /** Of one more channel. */
  private static final int ECHO = Way.values().length;

  // SSH_FXP of filexfer-02
  private static final int INIT = 1;
  private static final int OPEN = 3;
  private static final int READ = 5;
  private static final int VERSION = 2;
  private static final int HANDLE = 102;
  private static final int READS = 1000;
  private static final int READ_LENGTH = 256 * 1024;

  private final HandPlayedClient client;
  private final long window;
  private final int[] remote = new int[ECHO + 1];
  private final long[] bytes = new long[ECHO + 1];
  private final ByteArrayOutputStream last = new ByteArrayOutputStream();
  private byte[] handle = {};

  /**
   * @param window of each channel
   */
  GreedyClient(int port, long window) throws IOException, MalformedException {
    this.window = window;
    client = HandPlayedClient.connect(port).service();
    client.send(
        new UserauthRequest(
            "alice",
            "ssh-connection",
            new AuthMethod.Password(new SecretBytes(new byte[] {'x'}), null)));
    await(UserauthSuccess.NUMBER);
  }

  /** Reads until such a message comes; counts the data before it. */
  private SshReader await(int number) throws IOException, MalformedException {
    while (true) {
      byte[] payload = client.next().orElseThrow(() -> new AssertionError("it has hung up"));
      SshReader in = new SshReader("payload", payload);
      int is = in.uint8("number");
      if (is == number) {
        return in;
      }
      if (is == ChannelData.NUMBER || is == ChannelExtendedData.NUMBER) {
        count(in, is);
      }
    }
  }

  private void count(SshReader in, int number) throws MalformedException {
    int channel = in.uint32AsInt("recipient channel");
    if (number == ChannelExtendedData.NUMBER) {
      in.uint32("data type code");
    }
    byte[] data = in.string("data");
    bytes[channel] += data.length;
    if (channel >= Way.SFTP.ordinal()) {
      last.writeBytes(data);
    }
  }

  /** Bytes that have come. */
  long bytes(Way way) {
    return bytes[way.ordinal()];
  }

  void awaitBytes(Way way, long count) throws IOException, MalformedException {
    while (bytes(way) < count) {
      countNext();
    }
  }

  private void countNext() throws IOException, MalformedException {
    SshReader in =
        new SshReader(
            "payload", client.next().orElseThrow(() -> new AssertionError("it has hung up")));
    int number = in.uint8("number");
    if (number == ChannelData.NUMBER || number == ChannelExtendedData.NUMBER) {
      count(in, number);
    }
  }

  void open(Way way, ChannelType type) throws IOException, MalformedException {
    open(way.ordinal(), type);
  }

  private void open(int channel, ChannelType type) throws IOException, MalformedException {
    client.send(new ChannelOpen(type, channel, window, PACKET));
    SshReader in = await(ChannelOpenConfirmation.NUMBER);
    in.uint32("recipient channel");
    remote[channel] = in.uint32AsInt("sender channel");
  }

  private void request(int channel, SessionRequest request) throws IOException {
    client.send(new ChannelRequest(remote[channel], false, request));
  }

  void execute(Way way, String command) throws IOException, MalformedException {
    open(way, new ChannelType.Session());
    request(way.ordinal(), new SessionRequest.Exec(command));
  }

  /** What the server answers a request with. */
  byte[] ask(GlobalRequestType type) throws IOException, MalformedException {
    client.send(new GlobalRequest(type, true));
    return await(RequestSuccess.NUMBER).rest();
  }

  /** The next channel that the server opens. */
  void accept(Way way) throws IOException, MalformedException {
    SshReader in = await(ChannelOpen.NUMBER);
    in.ascii("channel type");
    remote[way.ordinal()] = in.uint32AsInt("sender channel");
    client.send(
        new ChannelOpenConfirmation(
            remote[way.ordinal()], way.ordinal(), window, PACKET, new byte[0]));
  }

  private void send(int channel, byte[] data) throws IOException {
    client.send(
        new SshWriter()
            .uint8(ChannelData.NUMBER)
            .uint32(remote[channel])
            .string(data)
            .toByteArray());
  }

  /** A file by sftp. */
  void openFile(Way way, String path) throws IOException, MalformedException {
    open(way, new ChannelType.Session());
    request(way.ordinal(), new SessionRequest.Subsystem("sftp"));
    SshWriter requests = new SshWriter();
    packet(requests, new SshWriter().uint8(INIT).uint32(3));
    packet(requests, new SshWriter().uint8(OPEN).uint32(1).string(path).uint32(1).uint32(0));
    send(way.ordinal(), requests.toByteArray());
    response(way, VERSION);
    SshReader in = response(way, HANDLE);
    in.uint32("id");
    handle = in.string("handle");
  }

  private static void packet(SshWriter out, SshWriter packet) {
    out.string(packet.toByteArray());
  }

  /** Waits for the next packet, which must be a small one. */
  private SshReader response(Way way, int type) throws IOException, MalformedException {
    while (true) {
      SshReader in = new SshReader("responses", last.toByteArray());
      if (in.remaining() >= Integer.BYTES) {
        int length = in.uint32AsInt("length");
        if (in.remaining() >= length) {
          SshReader packet = new SshReader("response", in.bytes("packet", length));
          last.reset();
          last.writeBytes(in.rest());
          if (packet.uint8("type") != type) {
            throw new AssertionError(way + ": not what was asked for");
          }
          return packet;
        }
      }
      countNext();
    }
  }

  /** Asks for much of the file, and waits for nothing. */
  void readFile(Way way) throws IOException {
    SshWriter requests = new SshWriter();
    for (int i = 0; i < READS; i++) {
      packet(
          requests,
          new SshWriter()
              .uint8(READ)
              .uint32(i)
              .string(handle)
              .uint64((long) i * READ_LENGTH)
              .uint32(READ_LENGTH));
      if (requests.length() > PACKET / 2) {
        send(way.ordinal(), requests.toByteArray());
        requests = new SshWriter();
      }
    }
    send(way.ordinal(), requests.toByteArray());
  }

  /** By one more session of the same connection. */
  String echo(String text) throws IOException, MalformedException {
    last.reset();
    open(ECHO, new ChannelType.Session());
    request(ECHO, new SessionRequest.Exec("echo"));
    send(ECHO, text.getBytes(US_ASCII));
    while (bytes[ECHO] < text.length()) {
      countNext();
    }
    return last.toString(US_ASCII);
  }

  @Override
  public void close() {
    client.close();
  }
}
