package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_KEXINIT, RFC 4253 §7.1.
 *
 * @param cookie {@value #COOKIE_LENGTH} random bytes, owned
 * @param firstKexPacketFollows whether a guessed packet follows
 */
public record KexInit(
    byte[] cookie,
    NameList kexAlgorithms,
    NameList serverHostKeyAlgorithms,
    NameList encryptionClientToServer,
    NameList encryptionServerToClient,
    NameList macClientToServer,
    NameList macServerToClient,
    NameList compressionClientToServer,
    NameList compressionServerToClient,
    NameList languagesClientToServer,
    NameList languagesServerToClient,
    boolean firstKexPacketFollows)
    implements TransportMessage {
  public static final int NUMBER = 20;
  public static final int COOKIE_LENGTH = 16;

  public KexInit {
    if (cookie.length != COOKIE_LENGTH) {
      throw new IllegalArgumentException("length of cookie: " + cookie.length);
    }
  }

  static KexInit read(SshReader in) throws MalformedException {
    KexInit message =
        new KexInit(
            in.bytes("cookie", COOKIE_LENGTH),
            in.nameList("kex_algorithms"),
            in.nameList("server_host_key_algorithms"),
            in.nameList("encryption_algorithms_client_to_server"),
            in.nameList("encryption_algorithms_server_to_client"),
            in.nameList("mac_algorithms_client_to_server"),
            in.nameList("mac_algorithms_server_to_client"),
            in.nameList("compression_algorithms_client_to_server"),
            in.nameList("compression_algorithms_server_to_client"),
            in.nameList("languages_client_to_server"),
            in.nameList("languages_server_to_client"),
            in.bool("first_kex_packet_follows"));
    in.uint32("reserved");
    return message;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER)
        .bytes(cookie)
        .nameList(kexAlgorithms)
        .nameList(serverHostKeyAlgorithms)
        .nameList(encryptionClientToServer)
        .nameList(encryptionServerToClient)
        .nameList(macClientToServer)
        .nameList(macServerToClient)
        .nameList(compressionClientToServer)
        .nameList(compressionServerToClient)
        .nameList(languagesClientToServer)
        .nameList(languagesServerToClient)
        .bool(firstKexPacketFollows)
        .uint32(0);
  }
}
