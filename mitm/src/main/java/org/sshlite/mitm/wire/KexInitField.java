package org.sshlite.mitm.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;

/** The name-lists of KEXINIT in their order on the wire, RFC 4253 §7.1. */
public enum KexInitField {
  KEX("kex_algorithms", "kex"),
  HOST_KEY("server_host_key_algorithms", "host-keys"),
  CIPHER_TO_SERVER("encryption_algorithms_client_to_server", "ciphers-up"),
  CIPHER_TO_CLIENT("encryption_algorithms_server_to_client", "ciphers-down"),
  MAC_TO_SERVER("mac_algorithms_client_to_server", "macs-up"),
  MAC_TO_CLIENT("mac_algorithms_server_to_client", "macs-down"),
  COMPRESSION_TO_SERVER("compression_algorithms_client_to_server", "compressions-up"),
  COMPRESSION_TO_CLIENT("compression_algorithms_server_to_client", "compressions-down"),
  LANGUAGES_TO_SERVER("languages_client_to_server", "languages-up"),
  LANGUAGES_TO_CLIENT("languages_server_to_client", "languages-down");

  private final String rfcName;
  private final String suffix;

  KexInitField(String rfcName, String suffix) {
    this.rfcName = rfcName;
    this.suffix = suffix;
  }

  public String rfcName() {
    return rfcName;
  }

  /** In the name of a manipulation; "up" is client to server. */
  public String suffix() {
    return suffix;
  }

  public NameList of(KexInit message) {
    return lists(message).get(ordinal());
  }

  /** The message with this list changed and all else kept. */
  public KexInit edit(KexInit message, UnaryOperator<List<String>> change) {
    List<NameList> lists = new ArrayList<>(lists(message));
    lists.set(ordinal(), new NameList(change.apply(lists.get(ordinal()).names())));
    return new KexInit(
        message.cookie(),
        lists.get(0),
        lists.get(1),
        lists.get(2),
        lists.get(3),
        lists.get(4),
        lists.get(5),
        lists.get(6),
        lists.get(7),
        lists.get(8),
        lists.get(9),
        message.firstKexPacketFollows());
  }

  private static List<NameList> lists(KexInit message) {
    return List.of(
        message.kexAlgorithms(),
        message.serverHostKeyAlgorithms(),
        message.encryptionClientToServer(),
        message.encryptionServerToClient(),
        message.macClientToServer(),
        message.macServerToClient(),
        message.compressionClientToServer(),
        message.compressionServerToClient(),
        message.languagesClientToServer(),
        message.languagesServerToClient());
  }
}
