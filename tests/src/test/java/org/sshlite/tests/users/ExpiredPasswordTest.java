package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.PamService;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;

/** Who must change his password changes it at the login, by modules of PAM; with OpenSSH's ssh. */
class ExpiredPasswordTest {
  private static final String FRESH = "Purple7Elephant%Desk";

  /** Answers what is asked, and writes it down. */
  private static final String PERSON =
      """
      #!/bin/sh
      printf '%%s\\n' "$1" >> '%1$s'
      case "$1" in
        *[Rr]e-enter*|*[Rr]etype*) echo '%4$s' ;;
        *[Nn]ew*) echo '%3$s' ;;
        *) echo '%2$s' ;;
      esac
      """;

  private static Scratch scratch;
  private static MachineUsers users;
  private static PamService service;
  private static RootServer ours;
  private static RootServer theirs;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    PamService.require();
    scratch = new Scratch("expired");
    users = MachineUsers.createReal(scratch);
    service =
        new PamService(
            users,
            """
            auth required pam_unix.so nodelay
            account required pam_unix.so
            password required pam_unix.so sha512 rounds=1000
            session required pam_permit.so
            """);
    String[] configuration = {
      "KbdInteractiveAuthentication yes", "PrintLastLog no", "PerSourcePenalties no"
    };
    ours = service.sshdLite(configuration);
    theirs = service.openSsh(configuration);
  }

  @BeforeEach
  void let_it_expire() {
    Program.of(Peers.path("usermod"), "-p", MachineUsers.PASSWORD_HASH, ALICE.name()).runWell();
    Program.of(Peers.path("chage"), "-d", "0", ALICE.name()).runWell();
  }

  @AfterAll
  static void stop() throws IOException {
    if (service != null) {
      service.close();
    }
    if (users != null) {
      users.close();
    }
    for (RootServer server : new RootServer[] {ours, theirs}) {
      if (server != null) {
        server.close();
      }
    }
    if (scratch != null) {
      scratch.close();
    }
  }

  private record Asked(Finished finished, String questions) {}

  private static Asked logIn(
      RootServer server, String method, String password, String fresh, String again)
      throws IOException {
    Path folder = Files.createTempDirectory(users.folder(), "person");
    Path questions = folder.resolve("questions");
    Path person =
        Files.writeString(
            folder.resolve("askpass"), PERSON.formatted(questions, password, fresh, again));
    Files.setPosixFilePermissions(person, PosixFilePermissions.fromString("rwx------"));
    Finished finished =
        Login.to(server.alice())
            .byPassword(method)
            .command("id -un")
            .by(Client.SSH)
            .env("SSH_ASKPASS", person.toString())
            .run();
    return new Asked(finished, Files.exists(questions) ? Files.readString(questions) : "");
  }

  private static void assertLetsIn(RootServer server, String method, String password)
      throws IOException {
    Asked login = logIn(server, method, password, "no", "no");
    assertThat(login.finished().text()).as(login.toString()).isEqualTo(ALICE.name() + "\n");
    assertThat(login.questions()).doesNotContainIgnoringCase("new");
  }

  private static void assertRefuses(RootServer server, String method, String password)
      throws IOException {
    Asked login = logIn(server, method, password, "no", "no");
    assertThat(login.finished().status()).as(login.toString()).isEqualTo(255);
    assertThat(login.finished().text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyboard-interactive", "password"})
  void an_expired_password_is_changed_at_the_login_and_then_is_the_only_one(String method)
      throws IOException {
    Asked changed = logIn(ours, method, MachineUsers.PASSWORD, FRESH, FRESH);
    assertThat(changed.finished().text()).as(changed.toString()).isEqualTo(ALICE.name() + "\n");
    assertThat(changed.questions()).containsIgnoringCase("new");
    for (RootServer server : new RootServer[] {ours, theirs}) {
      assertLetsIn(server, method, FRESH);
      assertRefuses(server, method, MachineUsers.PASSWORD);
    }
  }

  /** sshd has them in its dialogue alone: by the method password it leaves that to passwd(1). */
  @Test
  void the_dialogue_is_that_of_sshd() throws IOException {
    Asked theirsAsked = logIn(theirs, "keyboard-interactive", MachineUsers.PASSWORD, FRESH, FRESH);
    assertThat(theirsAsked.finished().text()).isEqualTo(ALICE.name() + "\n");
    let_it_expire();
    Asked own = logIn(ours, "keyboard-interactive", MachineUsers.PASSWORD, FRESH, FRESH);
    assertThat(prompts(own)).isEqualTo(prompts(theirsAsked));
  }

  /** An older sshd has what modules say beside in the prompt that follows. */
  private static List<String> prompts(Asked asked) {
    return asked
        .questions()
        .lines()
        .filter(line -> line.endsWith(": "))
        .map(line -> line.replaceFirst("^\\(.*?\\) ", ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyboard-interactive", "password"})
  void nothing_is_changed_by_who_does_not_know_the_old_one(String method) throws IOException {
    assertRefuses(ours, method, "wrong");
    Asked changed = logIn(ours, method, MachineUsers.PASSWORD, FRESH, FRESH);
    assertThat(changed.finished().text()).as(changed.toString()).isEqualTo(ALICE.name() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyboard-interactive", "password"})
  void a_new_one_that_modules_do_not_like_lets_nobody_in(String method) throws IOException {
    Asked refused = logIn(ours, method, MachineUsers.PASSWORD, "x", "x");
    assertThat(refused.finished().status()).as(refused.toString()).isEqualTo(255);
    assertThat(refused.finished().text()).isEmpty();
    Asked changed = logIn(ours, method, MachineUsers.PASSWORD, FRESH, FRESH);
    assertThat(changed.finished().text()).as(changed.toString()).isEqualTo(ALICE.name() + "\n");
  }
}
