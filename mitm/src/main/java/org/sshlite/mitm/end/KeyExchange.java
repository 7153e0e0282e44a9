package org.sshlite.mitm.end;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cipher.BadPacketException;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexDhGexInit;
import org.sshlite.protocol.message.KexDhGexReply;
import org.sshlite.protocol.message.KexDhGexRequest;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.TransportMessage;

/** The server's side of key exchanges, RFC 4253 §7–9. */
final class KeyExchange {
  private final ServerEnd end;
  private final String clientIdentification;
  private byte @Nullable [] sessionIdentifier;
  private @Nullable KexInit clientKexInit;
  private boolean strict;
  private boolean initial = true;

  KeyExchange(ServerEnd end, String clientIdentification) {
    this.end = end;
    this.clientIdentification = clientIdentification;
  }

  byte[] sessionIdentifier() {
    if (sessionIdentifier == null) {
      throw new IllegalStateException("no keys yet");
    }
    return sessionIdentifier;
  }

  KexInit clientKexInit() {
    if (clientKexInit == null) {
      throw new IllegalStateException("no KEXINIT yet");
    }
    return clientKexInit;
  }

  /** The first exchange. */
  void run() throws IOException, BadPacketException, Refused, MalformedException {
    rekey();
  }

  /** An exchange of which our KEXINIT is the first. */
  void rekey() throws IOException, BadPacketException, Refused, MalformedException {
    byte[] own = sendKexInit();
    byte[] theirs = end.link().read();
    while ((theirs[0] & 0xff) != KexInit.NUMBER) {
      if (initial) {
        skipNoise(theirs);
      } else {
        end.queue(theirs); // what was under way when our KEXINIT came
      }
      theirs = end.link().read();
    }
    exchange(theirs, own);
  }

  /** An exchange that the client began. */
  void again(byte[] theirs) throws IOException, BadPacketException, Refused, MalformedException {
    exchange(theirs, sendKexInit());
  }

  private byte[] sendKexInit() throws IOException {
    byte[] own = end.conduct().proposal(proposal()).payload();
    end.send(own);
    end.at(Stage.KEXINIT_SENT);
    return own;
  }

  private KexInit proposal() {
    List<String> kex = new ArrayList<>(end.conduct().kexMethods(end.scene()));
    if (initial) {
      kex.add(Marker.EXT_INFO_SERVER);
      kex.add(Marker.STRICT_SERVER);
    }
    List<String> hostKeys =
        end.conduct().hostKeys(end.scene()).stream()
            .flatMap(key -> key.algorithms().stream())
            .toList();
    return Proposal.of(end.random(), kex, hostKeys);
  }

  private void exchange(byte[] theirs, byte[] own)
      throws IOException, BadPacketException, Refused, MalformedException {
    KexInit client = (KexInit) ServerEnd.read(theirs);
    KexInit server = (KexInit) ServerEnd.read(own);
    clientKexInit = client;
    if (initial) {
      strict = isStrict(client, server);
      requireFirstPacket();
    }
    end.at(Stage.KEXINIT_RECEIVED);
    Choice choice = Choice.of(client, server);
    if (client.firstKexPacketFollows() && !Choice.guessIsRight(client, server)) {
      end.link().read();
    }
    byte[] transcript =
        new SshWriter()
            .string(clientIdentification)
            .string(ServerEnd.IDENTIFICATION)
            .string(theirs)
            .string(own)
            .toByteArray();
    SessionKeys keys = agree(choice, transcript);
    switchKeys(choice, keys);
    if (initial && client.kexAlgorithms().contains(Marker.EXT_INFO_CLIENT)) {
      end.send(extInfo());
    }
    TransportMessage newKeys = ServerEnd.read(expect(NewKeys.NUMBER));
    assert newKeys instanceof NewKeys;
    end.link().switchInbound(keys.opening(choice.toServer(), Direction.TO_SERVER), strict);
    initial = false;
  }

  private static boolean isStrict(KexInit client, KexInit server) {
    return client.kexAlgorithms().contains(Marker.STRICT_CLIENT)
        && server.kexAlgorithms().contains(Marker.STRICT_SERVER);
  }

  private void requireFirstPacket() throws Refused {
    if (strict && end.link().inboundSequence() != 1) {
      throw new Refused(
          DisconnectReason.PROTOCOL_ERROR,
          "strict key exchange violated: KEXINIT was not the first packet");
    }
  }

  private SessionKeys agree(Choice choice, byte[] transcript)
      throws IOException, BadPacketException, Refused, MalformedException {
    Agreeing agreeing = begin(choice);
    end.at(Stage.INIT_RECEIVED);
    KexMethod.Response response;
    try {
      response = end.conduct().respond(agreeing.method, agreeing.init, end);
    } catch (KexException e) {
      throw new Refused(DisconnectReason.KEY_EXCHANGE_FAILED, String.valueOf(e.getMessage()));
    }
    HostKey hostKey = hostKey(choice.hostKey());
    byte[] hashed =
        new SshWriter()
            .bytes(transcript)
            .string(hostKey.blob())
            .bytes(agreeing.groupFields)
            .string(agreeing.init)
            .string(response.reply())
            .string(response.sharedSecret().bytes())
            .toByteArray();
    byte[] hash = SessionKeys.digest(agreeing.method.hash(), hashed);
    byte[] signature = end.conduct().sign(new Exchange(hostKey, choice.hostKey(), hash), end);
    end.send(
        agreeing.groupFields.length == 0
            ? new KexEcdhReply(hostKey.blob(), response.reply(), signature)
            : new KexDhGexReply(hostKey.blob(), response.reply(), signature));
    if (sessionIdentifier == null) {
      sessionIdentifier = hash;
    }
    return new SessionKeys(
        agreeing.method.hash(), response.sharedSecret(), hash, sessionIdentifier());
  }

  /**
   * The method with its group known, and the client's blob.
   *
   * @param groupFields what a group exchange adds to the hash; else empty
   */
  private record Agreeing(KexMethod method, byte[] groupFields, byte[] init) {}

  private Agreeing begin(Choice choice)
      throws IOException, BadPacketException, Refused, MalformedException {
    if (!choice.kex().equals(GroupExchange.NAME)) {
      KexMethod method =
          KexMethods.byName(choice.kex())
              .orElseThrow(
                  () ->
                      new Refused(
                          DisconnectReason.KEY_EXCHANGE_FAILED,
                          choice.kex() + " is not done here"));
      KexEcdhInit init = (KexEcdhInit) ServerEnd.read(expect(KexEcdhInit.NUMBER));
      return new Agreeing(method, new byte[0], init.clientBlob());
    }
    KexDhGexRequest asked = (KexDhGexRequest) ServerEnd.read(expect(KexDhGexRequest.NUMBER));
    RawGroup group = end.conduct().group(Groups.honest(), end);
    end.send(new KexDhGexGroup(group.p(), group.g()));
    KexDhGexInit init = (KexDhGexInit) ServerEnd.read(expect(KexDhGexInit.NUMBER));
    byte[] fields =
        new SshWriter()
            .uint32(asked.minimum())
            .uint32(asked.preferred())
            .uint32(asked.maximum())
            .mpint(group.p())
            .mpint(group.g())
            .toByteArray();
    return new Agreeing(group, fields, init.clientBlob());
  }

  private HostKey hostKey(String algorithm) {
    return end.conduct().hostKeys(end.scene()).stream()
        .filter(key -> key.algorithms().contains(algorithm))
        .findFirst()
        .orElseThrow();
  }

  private void switchKeys(Choice choice, SessionKeys keys) throws IOException {
    end.at(Stage.REPLY_SENT);
    if (end.conduct().sendsNewKeys()) {
      end.send(new NewKeys());
      end.link().switchOutbound(keys.sealing(choice.toClient(), Direction.TO_CLIENT), strict);
    }
    end.at(Stage.NEWKEYS_SENT);
  }

  /** The one message that may come now, RFC 4253 §7.1. */
  private byte[] expect(int number)
      throws IOException, BadPacketException, Refused, MalformedException {
    byte[] payload = end.link().read();
    while ((payload[0] & 0xff) != number) {
      skipNoise(payload);
      payload = end.link().read();
    }
    return payload;
  }

  private void skipNoise(byte[] payload) throws IOException, Refused, MalformedException {
    int number = payload[0] & 0xff;
    boolean noise = end.isNoise(number, payload);
    if (!noise || strict && initial) {
      throw new Refused(
          DisconnectReason.PROTOCOL_ERROR,
          (strict ? "strict key exchange violated: " : "")
              + "message "
              + number
              + " in the key exchange");
    }
  }

  private static ExtInfo extInfo() {
    byte[] algorithms =
        "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256"
            .getBytes(StandardCharsets.US_ASCII);
    return new ExtInfo(List.of(new ExtInfo.Extension("server-sig-algs", algorithms)));
  }
}
