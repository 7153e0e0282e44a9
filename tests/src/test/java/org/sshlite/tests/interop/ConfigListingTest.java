package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** {@code -G} of both, with flags. What files come to is compared with recorded answers. */
class ConfigListingTest {
  /** Others print other lines; the variable SSH may name one of this release. */
  private static final String RELEASE = "OpenSSH_10.5";

  @BeforeAll
  static void find_ssh() {
    Peers.require("ssh");
    String version = Program.of(Peers.path("ssh"), "-V").run().errors();
    Assumptions.assumeTrue(version.startsWith(RELEASE), "ssh is not " + RELEASE + ": " + version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "alice@HOST ls -l",
        "fe80::1%lo",
        "ssh://alice@host:2222",
        "-A -X -Y host",
        "-p 2222 -l bob -P tag -o Tag=other host",
        "-L 1:a:2 -L *:3:[::1]:4 -R 0 -R 5:b:6 -D 7 host",
        "-J a,b@c:1 host",
        "-M -S ~/%h -o ControlPersist=1h host",
        "-4 -q -n -N -T host",
        "-tt -e none -c aes128-ctr -m hmac-sha2-256 host",
        "-o UpdateHostKeys=ask host ls",
        "-vv -a -x -g -w 0:1 -b 192.0.2.1 -B lo host",
      })
  void flags_come_to_the_same_lines(String arguments) {
    String[] words = ("-F none -G " + arguments).split(" ");
    assertThat(lines(OurProgram.sshLite(words)))
        .containsExactlyElementsOf(lines(Program.of(Peers.path("ssh"), words)));
  }

  private static List<String> lines(Program program) {
    return program
        .runWell()
        .lines()
        // RSA keys of 1,024 bits are not for our defaults; /etc is where OpenSSH was built for
        .filter(line -> !line.startsWith("requiredrsasize ") && !line.startsWith("globalknown"))
        .toList();
  }
}
