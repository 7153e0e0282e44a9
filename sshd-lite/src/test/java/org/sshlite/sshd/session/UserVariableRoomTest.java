package org.sshlite.sshd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserVariableRoomTest {
  private static final int OF_SESSION = 256 * 1024;
  private static final int OF_USER = 4 * 1024 * 1024;

  private static VariableRoom full(Object user, int bytes) {
    VariableRoom room = new VariableRoom(user);
    assertThat(room.take("A", new byte[bytes - 1])).isTrue();
    return room;
  }

  @Test
  void all_sessions_of_a_user_keep_4_MiB_together_and_not_one_byte_more() {
    Object alice = new Object();
    List<VariableRoom> sessions = new ArrayList<>();
    for (int left = OF_USER - 2; left > 0; left -= OF_SESSION) {
      sessions.add(full(alice, Math.min(left, OF_SESSION)));
    }
    VariableRoom last = new VariableRoom(alice);
    assertThat(last.take("ABC", new byte[0])).isFalse();
    assertThat(last.take("AB", new byte[0])).isTrue();
    assertThat(last.take("A", new byte[0])).isFalse();
    full(new Object(), OF_SESSION).close(); // another's are not refused

    sessions.removeFirst().close();
    sessions.add(full(alice, OF_SESSION));
    assertThat(last.take("A", new byte[0])).isFalse();
    sessions.getFirst().close();
    sessions.getFirst().close(); // given back once
    sessions.add(full(alice, OF_SESSION));
    assertThat(last.take("A", new byte[0])).isFalse();
    sessions.forEach(VariableRoom::close);
    last.close();
  }
}
