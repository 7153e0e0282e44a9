package org.sshlite.tests.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.hostile.RawServer.Script;
import org.sshlite.tests.loopback.LoopbackClient;

/** What our client says of a peer that is no SSH server, or none that we can talk to. */
class NoSshServerTest {
  private static final String TIMED_OUT = "timed out waiting for the server";

  private static final TransportOptions SHORT =
      TransportOptions.builder().loginGrace(Duration.ofMillis(300)).build();

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] random() {
    byte[] bytes = new byte[100_000];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  static Stream<Arguments> peers() {
    String lines = "a line that means nothing\r\n";
    return Stream.of(
        arguments(
            "hangs up",
            Script.sending(new byte[0]),
            "the peer hung up before it sent an SSH identification string"),
        arguments(
            "speaks HTTP",
            Script.sending(ascii("HTTP/1.1 400 Bad Request\r\n\r\n")),
            "the peer hung up before it sent an SSH identification string;"
                + " it sent \"HTTP/1.1 400 Bad Request\""),
        arguments("speaks SMTP", Script.sendingAndSilent(ascii("220 mail ESMTP\r\n")), TIMED_OUT),
        arguments(
            "speaks SSH 1",
            Script.sendingAndSilent(ascii("SSH-1.5-old\r\n")),
            "the peer speaks SSH protocol 1.5; only 2.0 is safe"),
        arguments(
            "speaks SSH 3",
            Script.sendingAndSilent(ascii("SSH-3.0-new\r\n")),
            "the peer speaks SSH protocol 3.0; only 2.0 is safe"),
        arguments(
            "has no version",
            Script.sendingAndSilent(ascii("SSH-\r\n")),
            "bad identification string from the peer: SSH-"),
        arguments(
            "has an endless identification",
            Script.sendingForEver(ascii("SSH-2.0-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
            "the peer sent an endless line instead of an identification string"),
        arguments(
            "has endless lines",
            Script.sendingForEver(ascii(lines)),
            "the peer sent too much before an identification string: is it an SSH server?"),
        arguments(
            "has one endless line",
            Script.sendingForEver(ascii("aaaaaaaaaaaaa")),
            "the peer sent an endless line instead of an identification string"),
        arguments(
            "sends NUL",
            Script.sendingAndSilent(new byte[20]),
            "the peer sent a null character instead of an identification string"),
        arguments(
            "sends noise",
            Script.sendingForEver(random()),
            "the peer sent a null character instead of an identification string"),
        arguments(
            "sends noise as packets",
            Script.sendingAndSilent(ascii("SSH-2.0-noise\r\n" + "x".repeat(100))),
            "packet corrupt: its length, padding or MAC is wrong"),
        arguments(
            "sends a length and nothing more",
            Script.sendingAndSilent(ascii("SSH-2.0-short\r\n\0\0\1\0")),
            TIMED_OUT),
        arguments("says nothing", Script.sendingAndSilent(new byte[0]), TIMED_OUT),
        arguments(
            "says who it is", Script.sendingAndSilent(ascii("SSH-2.0-silent\r\n")), TIMED_OUT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("peers")
  void one_line_says_what_is_wrong(String what, Script script, String message) {
    TransportOptions options = message.equals(TIMED_OUT) ? SHORT : TransportOptions.defaults();
    assertThat(messageFor(script, options)).isEqualTo(message);
  }

  private static String messageFor(Script script, TransportOptions options) {
    try (RawServer server = new RawServer(script);
        PrivateKey any = PrivateKey.generate("ssh-ed25519", new java.security.SecureRandom());
        LoopbackClient client = new LoopbackClient(options, any.publicKey())) {
      return client.failToLogIn(server.address()).explain();
    }
  }

  @Test
  void control_characters_of_the_peer_do_not_reach_the_terminal() {
    Script script = Script.sendingAndSilent(ascii("SSH-9\033]0;title\007\r\n"));
    assertThat(messageFor(script, TransportOptions.defaults()))
        .doesNotContain("\033")
        .hasLineCount(1);
  }
}
