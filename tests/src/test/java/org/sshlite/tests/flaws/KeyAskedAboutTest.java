package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;

/** CVE-2024-45337: users of Go's server took the key asked about last for the one that signed. */
@Timeout(120)
class KeyAskedAboutTest {
  @TempDir private Path folder;

  @Test
  void who_asks_about_one_key_and_signs_with_another_has_what_that_permits() throws Exception {
    KeyPair first = KeyPair.create(folder.resolve("first"));
    KeyPair second = KeyPair.create(folder.resolve("second"));
    try (LiteServer server = LiteServer.start(folder)) {
      Path keys = folder.resolve("authorized_keys");
      String permitted =
          """
          command="echo of the first" %s
          command="echo of the second" %s
          """
              .formatted(first.line(), second.line());
      Files.writeString(keys, Files.readString(keys) + permitted);

      assertThat(output(server, first, second)).isEqualTo("of the second\n");
      assertThat(output(server, second, first)).isEqualTo("of the first\n");
    }
  }

  private static String output(LiteServer server, KeyPair asked, KeyPair signs) throws Exception {
    String user = server.target().user();
    try (HandPlayedClient client = HandPlayedClient.connect(server.target().port()).service()) {
      client.send(request(user, asked.publicKey().blob(), null));
      assertThat(client.nextNumber()).isEqualTo(UserauthPkOk.NUMBER);

      byte[] blob = signs.publicKey().blob();
      byte[] signature = signs.key().sign("ssh-ed25519", signedData(client, user, blob));
      client.send(request(user, blob, signature));
      assertThat(client.nextNumber()).isEqualTo(UserauthSuccess.NUMBER);

      client.send(new ChannelOpen(new ChannelType.Session(), 0, 1000, 1000));
      client.send(new ChannelRequest(0, true, new SessionRequest.Exec("echo of nobody")));
      return data(client);
    }
  }

  /** Of the channel, until it is closed. */
  private static String data(HandPlayedClient client) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Optional<byte[]> payload;
    while ((payload = client.next()).isPresent() && payload.get()[0] != ChannelClose.NUMBER) {
      byte[] message = payload.get();
      if (message[0] == ChannelData.NUMBER) {
        data.write(message, ChannelData.HEAD, message.length - ChannelData.HEAD);
      }
    }
    return data.toString(StandardCharsets.UTF_8);
  }

  /** RFC 4252 §7. */
  private static byte[] signedData(HandPlayedClient client, String user, byte[] blob) {
    return new SshWriter()
        .string(client.sessionIdentifier())
        .uint8(UserauthRequest.NUMBER)
        .string(user)
        .string("ssh-connection")
        .string(AuthMethod.PublicKey.NAME)
        .bool(true)
        .string("ssh-ed25519")
        .string(blob)
        .toByteArray();
  }

  private static UserauthRequest request(String user, byte[] blob, byte[] signature) {
    return new UserauthRequest(
        user, "ssh-connection", new AuthMethod.PublicKey("ssh-ed25519", blob, signature));
  }
}
