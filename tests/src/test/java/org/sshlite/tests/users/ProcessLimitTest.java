package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.MachineUsers.User;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;

/** A user who has as many processes as he may (RLIMIT_NPROC), and another one. */
@Timeout(120)
class ProcessLimitTest {
  @Test
  void who_may_start_no_process_is_told_so_and_the_others_go_on() throws Exception {
    MachineUsers.require();
    Peers.require("prlimit");
    try (Scratch scratch = new Scratch("processes");
        MachineUsers users = MachineUsers.create(scratch);
        RootServer server =
            users.sshdLite(program -> program.by("prlimit", "--nproc=1"), "MaxStartups 100")) {
      try (Running first = stays(server);
          Running second = stays(server)) {
        Finished third = run(server, ALICE);
        assertThat(third.errors()).isEqualTo("/bin/bash: cannot be executed\n");
        assertThat(third.text()).isEmpty();
        assertThat(third.status()).isEqualTo(1);

        assertThat(run(server, BOB).text()).isEqualTo(BOB.uid() + "\n");
        for (Running each : new Running[] {first, second}) {
          each.send("as ever\n");
          each.awaitOutput("as ever");
        }
      }
      assertThat(server.program().isAlive()).isTrue();
      assertThat(server.program().errors()).doesNotContain("\tat ", "Exception");
    }
  }

  private static Running stays(RootServer server) {
    Running running =
        Login.to(server.alice()).command("echo ready; exec cat").by(Client.SSH).start();
    running.awaitOutput("ready");
    return running;
  }

  private static Finished run(RootServer server, User user) {
    return Login.to(server.target(user)).command("exec id -u").by(Client.SSH).run();
  }
}
