package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.IdentificationReader.Found;

class IdentificationTest {
  private final IdentificationReader ofServer = new IdentificationReader(Role.CLIENT);
  private final IdentificationReader ofClient = new IdentificationReader(Role.SERVER);

  @Test
  void a_line_with_CR_LF_is_taken_without_them() throws Exception {
    assertThat(read(ofServer, "SSH-2.0-OpenSSH_10.5 Debian\r\nmore"))
        .isEqualTo(found("SSH-2.0-OpenSSH_10.5 Debian", 29));
  }

  @Test
  void a_line_may_end_in_LF_alone() throws Exception {
    assertThat(read(ofClient, "SSH-2.0-old\n")).isEqualTo(found("SSH-2.0-old", 12));
  }

  @Test
  void nothing_is_found_while_the_line_is_not_whole() throws Exception {
    String line = "SSH-2.0-x\r\n";
    for (int length = 0; length < line.length(); length++) {
      assertThat(read(ofClient, line.substring(0, length))).isEqualTo(new Found.Nothing());
    }
  }

  @Test
  void a_client_skips_lines_that_a_server_sends_first() throws Exception {
    assertThat(read(ofServer, "Welcome.\r\nSSH-2.0-x\r\n")).isEqualTo(new Found.OtherLine(10));
  }

  @Test
  void a_client_skips_an_empty_line() throws Exception {
    assertThat(read(ofServer, "\r\nSSH-2.0-x\r\n")).isEqualTo(new Found.OtherLine(2));
  }

  @Test
  void a_client_skips_a_line_of_8192_bytes() throws Exception {
    assertThat(read(ofServer, "x".repeat(8191) + "\n")).isEqualTo(new Found.OtherLine(8192));
  }

  @Test
  void a_client_refuses_a_longer_line() {
    assertRefused(ofServer, "x".repeat(8192) + "\n").hasMessageContaining("too much");
  }

  @Test
  void a_client_refuses_an_endless_line_before_it_ends() {
    assertRefused(ofServer, "x".repeat(8193)).hasMessageContaining("endless line");
  }

  @Test
  void a_client_skips_1024_lines_and_not_one_more() throws Exception {
    for (int i = 0; i < 1024; i++) {
      assertThat(read(ofServer, "line\n")).isEqualTo(new Found.OtherLine(5));
    }
    assertRefused(ofServer, "line\n").hasMessageContaining("is it an SSH server?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\r\n", "SSH2.0-x\r\n", " SSH-2.0-x\r\n"})
  void a_server_refuses_any_other_line(String line) {
    assertRefused(ofClient, line).hasMessageContaining("did not send an SSH identification string");
  }

  @Test
  void a_server_refuses_another_protocol_at_its_first_byte() {
    assertRefused(ofClient, "G").hasMessageContaining("did not send an SSH identification string");
  }

  /** RFC 4253 §4.2 has 255; OpenSSH takes as much of any line. */
  @ParameterizedTest
  @ValueSource(ints = {255, 256, 300, 8192})
  void a_string_of_up_to_8192_bytes_is_taken(int length) throws Exception {
    String line = "SSH-2.0-" + "x".repeat(length - 10);
    assertThat(read(ofClient, line + "\r\n")).isEqualTo(found(line, length));
    assertThat(read(ofServer, line + "\r\n")).isEqualTo(found(line, length));
  }

  @Test
  void a_longer_string_is_refused() {
    assertRefused(ofServer, "SSH-2.0-" + "x".repeat(8183) + "\r\n");
    assertRefused(ofClient, "SSH-2.0-" + "x".repeat(8183) + "\r\n");
  }

  @Test
  void an_endless_string_is_refused_before_it_ends() {
    assertRefused(ofServer, "SSH-2.0-" + "x".repeat(8185)).hasMessageContaining("endless");
    assertRefused(ofClient, "SSH-2.0-" + "x".repeat(8185)).hasMessageContaining("endless");
  }

  @Test
  void a_NUL_is_refused_wherever_it_stands() {
    assertRefused(ofServer, "wel\0come\r\n").hasMessageContaining("null character");
    assertRefused(ofServer, "SSH-2.0-x\0\r\n").hasMessageContaining("null character");
    assertRefused(ofClient, "SSH-2.0-\0").hasMessageContaining("null character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.99", "2.1", "2.99", "2.00"})
  void versions_that_are_2_0_to_OpenSSH_are_so_to_us(String version) throws Exception {
    String line = "SSH-" + version + "-x";
    assertThat(read(ofServer, line + "\r\n")).isEqualTo(found(line, line.length() + 2));
    assertThat(read(ofClient, line + "\r\n")).isEqualTo(found(line, line.length() + 2));
  }

  @Test
  void one_of_another_version_is_told_from_one_that_is_no_SSH_peer() {
    assertRefused(ofServer, "SSH-1.5-x\r\n")
        .extracting(e -> ((RefusedException) e).refusal())
        .isEqualTo(new Refusal.OtherProtocol("1.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1.3", "1.98", "3.0", "20.0", "", "2", "2.", "2.x", "2.0x"})
  void other_protocol_versions_are_refused_by_name(String version) {
    assertRefused(ofServer, "SSH-" + version + "-x\r\n")
        .hasMessageContaining("the peer speaks SSH protocol " + version + "; only 2.0 is safe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-\r\n", "SSH-2.0\r\n", "SSH-2.0-\r\n"})
  void a_string_without_a_software_version_is_refused(String line) {
    assertRefused(ofServer, line).hasMessageContaining("bad identification string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SSH-2.0-x\u001b[2J", "SSH-2.0-x\u00e9", "SSH-2.0-x\ty", "SSH-2.0- comment"})
  void what_stands_behind_the_version_is_the_peers_to_choose(String line) throws Exception {
    assertThat(read(ofServer, line + "\r\n")).isEqualTo(found(line, line.length() + 2));
    assertThat(read(ofClient, line + "\r\n")).isEqualTo(found(line, line.length() + 2));
  }

  @Test
  void it_enters_the_exchange_hash_byte_by_byte() {
    assertThat(new IdentificationString("SSH-2.0-\u00e9\t").bytes())
        .containsExactly('S', 'S', 'H', '-', '2', '.', '0', '-', 0xe9, '\t');
  }

  @Test
  void a_carriage_return_within_is_refused() {
    assertRefused(ofServer, "SSH-2.0-x\ry\r\n").hasMessageContaining("carriage return");
  }

  @Test
  void a_minus_sign_in_the_software_version_is_borne() throws Exception {
    Found found = read(ofServer, "SSH-2.0-a-b-c comment\r\n");
    assertThat(((Found.Identification) found).string().software()).isEqualTo("a-b-c comment");
  }

  @Test
  void a_peer_that_hangs_up_is_named_by_what_it_said_first() throws Exception {
    read(ofServer, "Exceeded MaxStartups\r\n");
    read(ofServer, "Bye\r\n");
    assertThat(ofServer.hungUp()).endsWith("it sent \"Exceeded MaxStartups\"");
  }

  private static Found found(String line, int length) {
    return new Found.Identification(new IdentificationString(line), length);
  }

  private static Found read(IdentificationReader reader, String text) throws RefusedException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] array = new byte[bytes.length + 6];
    System.arraycopy(bytes, 0, array, 3, bytes.length);
    return reader.read(array, 3, 3 + bytes.length);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      IdentificationReader reader, String text) {
    return assertThatThrownBy(() -> read(reader, text))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.refusal())
                    .isInstanceOfAny(Refusal.BadIdentification.class, Refusal.OtherProtocol.class));
  }
}
