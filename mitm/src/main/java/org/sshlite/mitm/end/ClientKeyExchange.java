package org.sshlite.mitm.end;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.PacketLink;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;

/**
 * The client's side of the first key exchange, RFC 4253 §7 and §8, step by step. It believes any
 * host key: it has no secret to lose by that.
 */
final class ClientKeyExchange {
  private final SecureRandom random = new SecureRandom();
  private final String identification;
  private final String serverIdentification;
  private final UnaryOperator<KexInit> edit;
  private byte[] own = {};
  private byte[] theirs = {};
  private boolean strict;
  private @Nullable Choice choice;
  private KexMethod.@Nullable Initiator initiator;
  private byte[] init = {};
  private @Nullable SessionKeys keys;

  ClientKeyExchange(
      String identification, String serverIdentification, UnaryOperator<KexInit> edit) {
    this.identification = identification;
    this.serverIdentification = serverIdentification;
    this.edit = edit;
  }

  byte[] proposal() {
    return proposal(UnaryOperator.identity());
  }

  /** Our KEXINIT with one more change; the last one counts. */
  byte[] proposal(UnaryOperator<KexInit> change) {
    own = change.apply(edit.apply(honest())).payload();
    return own;
  }

  private KexInit honest() {
    List<String> kex = new ArrayList<>(KexMethods.DEFAULT_OF_CLIENT);
    kex.remove(GroupExchange.NAME); // has messages of its own
    kex.add(Marker.EXT_INFO_CLIENT);
    kex.add(Marker.STRICT_CLIENT);
    return Proposal.of(random, kex, SignatureAlgorithms.DEFAULT_HOST_KEY);
  }

  /** The server's KEXINIT. */
  void received(byte[] payload) {
    theirs = payload;
  }

  boolean hasServerKexInit() {
    return theirs.length > 0;
  }

  void agree() throws MalformedException, Refused {
    KexInit server = server();
    KexInit client = (KexInit) ServerEnd.read(own);
    strict =
        client.kexAlgorithms().contains(Marker.STRICT_CLIENT)
            && server.kexAlgorithms().contains(Marker.STRICT_SERVER);
    choice = Choice.of(client, server);
  }

  KexInit server() throws MalformedException {
    return (KexInit) ServerEnd.read(theirs);
  }

  boolean isStrict() {
    return strict;
  }

  /** A fresh ephemeral key; the last one counts. */
  byte[] init() throws Refused {
    initiator =
        KexMethods.byName(chosen().kex())
            .orElseThrow(
                () -> new Refused(DisconnectReason.KEY_EXCHANGE_FAILED, "no key exchange method"))
            .initiate(random);
    init = initiator.init();
    return init;
  }

  void finish(KexEcdhReply reply) throws KexException {
    if (initiator == null) {
      throw new IllegalStateException("no ephemeral key yet");
    }
    KexMethod method = KexMethods.byName(chosen().kex()).orElseThrow();
    try (KexMethod.Initiator closing = initiator) {
      SecretBytes secret = closing.finish(reply.serverBlob());
      byte[] hashed =
          new SshWriter()
              .string(identification)
              .string(serverIdentification)
              .string(own)
              .string(theirs)
              .string(reply.hostKey())
              .string(init)
              .string(reply.serverBlob())
              .string(secret.bytes())
              .toByteArray();
      byte[] hash = SessionKeys.digest(method.hash(), hashed);
      keys = new SessionKeys(method.hash(), secret, hash, hash);
    }
  }

  /** The exchange hash of the first exchange. */
  byte[] sessionIdentifier() {
    return keys().sessionIdentifier();
  }

  void switchOutbound(PacketLink link, boolean resetSequenceNumber) throws IOException {
    link.switchOutbound(
        keys().sealing(chosen().toServer(), Direction.TO_SERVER), resetSequenceNumber);
  }

  void switchInbound(PacketLink link) throws IOException {
    link.switchInbound(keys().opening(chosen().toClient(), Direction.TO_CLIENT), strict);
  }

  private Choice chosen() {
    if (choice == null) {
      throw new IllegalStateException("nothing agreed on yet");
    }
    return choice;
  }

  private SessionKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("no keys yet");
    }
    return keys;
  }
}
