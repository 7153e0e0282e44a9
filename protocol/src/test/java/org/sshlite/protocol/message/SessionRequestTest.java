package org.sshlite.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

class SessionRequestTest {
  private static final byte[] LATIN_1 = {'g', 'r', (byte) 0xfc, 'n'};

  @Test
  void a_command_keeps_its_bytes() throws Exception {
    var exec = (SessionRequest.Exec) read("exec", new SshWriter().string(LATIN_1));

    assertThat(exec.command()).isEqualTo(LATIN_1);
    assertThat(exec.text()).isEqualTo("gr\ufffdn");
  }

  @Test
  void a_value_of_the_environment_keeps_its_bytes() throws Exception {
    var env = (SessionRequest.Env) read("env", new SshWriter().string("COLOR").string(LATIN_1));

    assertThat(env.name()).isEqualTo("COLOR");
    assertThat(env.value()).isEqualTo(LATIN_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "subsystem"})
  void a_NUL_is_refused_where_the_operating_system_would_stop_at_it(String type) {
    assertThatThrownBy(() -> read(type, new SshWriter().string("ls\0rm")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("NUL");
  }

  @Test
  void a_NUL_in_the_environment_is_refused() {
    assertThatThrownBy(() -> read("env", new SshWriter().string("A\0").string("b")))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> read("env", new SshWriter().string("A").string("b\0")))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void a_dimension_beyond_an_int_is_cut() throws Exception {
    var change =
        read("window-change", new SshWriter().uint32(0xffffffffL).uint32(24).uint32(0).uint32(0));

    assertThat(change).isEqualTo(new SessionRequest.WindowChange(Integer.MAX_VALUE, 24, 0, 0));
  }

  @Test
  void a_type_that_is_not_known_keeps_its_fields() throws Exception {
    var request = read("auth-agent-req@openssh.com", new SshWriter().uint8(9));

    assertThat(request)
        .usingRecursiveComparison()
        .isEqualTo(new SessionRequest.Unknown("auth-agent-req@openssh.com", new byte[] {9}));
  }

  private static SessionRequest read(String type, SshWriter fields) throws MalformedException {
    return SessionRequest.read(type, new SshReader("request", fields.toByteArray()));
  }

  @Test
  void terminal_modes_keep_their_order() throws Exception {
    Map<Integer, Long> arguments = new LinkedHashMap<>();
    arguments.put(129, 38400L);
    arguments.put(3, 0x7fL);
    TerminalModes modes = new TerminalModes(arguments);

    assertThat(modes.encode())
        .isEqualTo(HexFormat.of().parseHex("8100009600" + "030000007f" + "00"));
    assertThat(TerminalModes.decode(modes.encode()).arguments())
        .containsExactly(entry(129, 38400L), entry(3, 0x7fL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "00ff"})
  void no_terminal_modes_are_none(String encoded) throws Exception {
    assertThat(TerminalModes.decode(HexFormat.of().parseHex(encoded)))
        .isEqualTo(TerminalModes.NONE);
  }

  @Test
  void an_unknown_opcode_below_160_has_an_argument() throws Exception {
    assertThat(modes("9f00000005" + "0100000003" + "00"))
        .containsExactly(entry(159, 5L), entry(1, 3L));
  }

  @Test
  void opcode_160_and_above_ends_the_modes() throws Exception {
    assertThat(modes("0100000003" + "a0" + "0200000004")).containsExactly(entry(1, 3L));
  }

  @Test
  void modes_may_end_without_TTY_OP_END() throws Exception {
    assertThat(modes("0100000003")).containsExactly(entry(1, 3L));
  }

  @Test
  void of_an_opcode_that_came_twice_the_last_argument_counts() throws Exception {
    assertThat(modes("0100000003" + "0100000004")).containsExactly(entry(1, 4L));
  }

  @Test
  void an_argument_cut_short_is_malformed() {
    assertThatThrownBy(() -> modes("01000000")).isInstanceOf(MalformedException.class);
  }

  private static Map<Integer, Long> modes(String hex) throws MalformedException {
    return TerminalModes.decode(HexFormat.of().parseHex(hex)).arguments();
  }
}
