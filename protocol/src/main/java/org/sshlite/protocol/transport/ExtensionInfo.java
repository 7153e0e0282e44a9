package org.sshlite.protocol.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.ExtInfo;

/**
 * What the peer announced in SSH_MSG_EXT_INFO, RFC 8308; extensions we do not know are kept and
 * mean nothing.
 */
public record ExtensionInfo(Map<String, byte[]> values) {
  static final String SERVER_SIG_ALGS = "server-sig-algs";

  /** OpenSSH PROTOCOL §1.8: the peer answers SSH2_MSG_PING. */
  static final String PING = "ping@openssh.com";

  /** OpenSSH PROTOCOL §3.1: the server takes keys' signatures that name its host key. */
  static final String HOST_BOUND = "publickey-hostbound@openssh.com";

  /** The one version there is, of both. */
  private static final byte[] VERSION = {'0'};

  static final ExtensionInfo NONE = new ExtensionInfo(Map.of());

  public ExtensionInfo {
    values = Map.copyOf(values);
  }

  static ExtensionInfo of(ExtInfo message) {
    return new ExtensionInfo(
        message.extensions().stream()
            .collect(
                Collectors.toMap(
                    ExtInfo.Extension::name, ExtInfo.Extension::value, (_, last) -> last)));
  }

  /** What a server announces. */
  static ExtInfo ofServer(List<String> userKeyAlgorithms) {
    return new ExtInfo(
        List.of(
            new ExtInfo.Extension(
                SERVER_SIG_ALGS,
                new NameList(userKeyAlgorithms).toString().getBytes(StandardCharsets.US_ASCII)),
            new ExtInfo.Extension(HOST_BOUND, VERSION.clone()),
            new ExtInfo.Extension(PING, VERSION.clone())));
  }

  /** Whether SSH2_MSG_PING is answered. */
  public boolean answersPings() {
    return values.containsKey(PING);
  }

  /** Whether signatures may name the host key; as OpenSSH, of no other version than this one. */
  public boolean takesHostBound() {
    return Arrays.equals(values.get(HOST_BOUND), VERSION);
  }

  /** Signature algorithms the server accepts of users, RFC 8308 §3.1; empty when it did not say. */
  public List<String> serverSignatureAlgorithms() {
    byte[] value = values.get(SERVER_SIG_ALGS);
    if (value == null || value.length == 0) {
      return List.of();
    }
    return List.of(new String(value, StandardCharsets.US_ASCII).split(","));
  }
}
