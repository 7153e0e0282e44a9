package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

/**
 * What a module leaves to the session when it lets somebody in, as pam_krb5 leaves its tickets:
 * variables, and a file that one of them names. Beside sshd.
 */
class PamEnvironmentTest {
  /** It keeps its file as long as it is told that somebody goes on where it was asked. */
  private static final String MODULE =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <unistd.h>
      int pam_putenv(void *, const char *);
      const char *pam_getenv(void *, const char *);
      int pam_set_data(void *, const char *, void *, void (*)(void *, void *, int));
      static void put(void *pam, const char *name, const char *value) {
        char text[4096];
        snprintf(text, sizeof text, "%s=%s", name, value);
        pam_putenv(pam, text);
      }
      static void ended(void *pam, void *file, int status) {
        if (!(status & 0x40000000)) unlink(file);
        free(file);
      }
      int pam_sm_authenticate(void *pam, int flags, int count, const char **folder) {
        char *name;
        asprintf(&name, "%s/tickets-XXXXXX", folder[0]);
        close(mkstemp(name));
        put(pam, "TICKETS", name);
        put(pam, "BY_AUTHENTICATION", "here = there");
        put(pam, "SSH_AUTH_INFO_0", "of a module");
        pam_set_data(pam, "tickets", name, ended);
        return 0;
      }
      int pam_sm_acct_mgmt(void *pam, int flags, int count, const char **folder) {
        put(pam, "BY_ACCOUNT", pam_getenv(pam, "SSH_CONNECTION"));
        return 0;
      }
      int pam_sm_setcred(void *pam, int flags, int count, const char **folder) {
        const char *name = pam_getenv(pam, "TICKETS");
        if (name && !(flags & 4)) put(pam, "TICKETS_ARE", access(name, F_OK) ? "gone" : "there");
        return 0;
      }
      """;

  private static Scratch scratch;
  private static MachineUsers users;
  private static PamService service;
  private static RootServer ours;
  private static RootServer theirs;
  private static Path tickets;
  private static Path journal;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    PamService.require();
    Peers.require("gcc");
    scratch = new Scratch("pam-environment");
    users = MachineUsers.createReal(scratch);
    tickets = Files.createDirectory(users.folder().resolve("tickets"));
    journal = users.folder().resolve("journal");
    Path hook = users.folder().resolve("hook");
    Files.writeString(
        hook, "#!/bin/sh\n{ env | grep -E '^(BY_|SSH_)'; echo $PAM_TYPE; } >> " + journal + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    service =
        new PamService(
            users,
            """
            auth required pam_unix.so
            auth required %1$s %2$s
            account required %1$s %2$s
            account required pam_unix.so
            session required pam_exec.so %3$s
            """
                .formatted(module(), tickets, hook));
    String[] configuration = {
      "PrintMotd no", "KbdInteractiveAuthentication yes", "PerSourcePenalties no"
    };
    ours = service.sshdLite(configuration);
    theirs = service.openSsh(configuration);
  }

  private static Path module() throws IOException {
    Path source = Files.writeString(users.folder().resolve("module.c"), MODULE);
    Path module = users.folder().resolve("module.so");
    Program.of(Peers.path("gcc"), "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", "" + module)
        .with("" + source, "-l:libpam.so.0")
        .runWell();
    return module;
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

  private static Login way(RootServer server, String method) {
    Login login = Login.to(server.alice());
    return method.equals("publickey") ? login : login.byPassword(method);
  }

  /** In a session's environment, and what its modules were told. */
  private static List<String> left(RootServer server, String method) throws IOException {
    Files.deleteIfExists(journal);
    Finished finished =
        way(server, method)
            .command("env | grep -E '^(BY_|TICKETS_|SSH_AUTH|SSH_CONNECTION)' | sort")
            .by(Client.SSH)
            .run();
    assertThat(finished.status()).as(finished.toString()).isZero();
    Awaitility.await().until(() -> Files.readString(journal).contains("close_session"));
    List<String> all = new ArrayList<>(finished.text().lines().toList());
    all.addAll(Files.readAllLines(journal).stream().sorted().toList());
    String port = "127.0.0.1 " + server.alice().port();
    return all.stream()
        .map(line -> line.replace(port, "HERE").replaceFirst("127.0.0.1 \\d+", "THERE"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "keyboard-interactive", "publickey"})
  void a_session_has_the_variables_that_modules_set_before_it(String method) throws IOException {
    List<String> own = left(ours, method);
    assertThat(own).isEqualTo(left(theirs, method));
    String connection = "THERE HERE";
    assertThat(own)
        .contains("BY_ACCOUNT=" + connection, "SSH_CONNECTION=" + connection)
        .doesNotContain("SSH_AUTH_INFO_0=of a module");
    if (!method.equals("publickey")) {
      assertThat(own)
          .contains("BY_AUTHENTICATION=here = there", "TICKETS_ARE=there")
          .contains("SSH_AUTH_INFO_0=" + (method.equals("password") ? method : method + "/pam"));
    }
  }

  private static List<Path> tickets() throws IOException {
    try (Stream<Path> all = Files.list(tickets)) {
      return all.toList();
    }
  }

  @Test
  void what_a_module_made_for_who_does_not_come_in_is_gone() throws IOException {
    Program.of(Peers.path("usermod"), "-e", "2020-01-01", BOB.name()).runWell();
    try {
      List<Path> before = tickets();
      Finished refused = Login.to(ours.bob()).byPassword().command("id").by(Client.SSH).run();
      assertThat(refused.status()).isEqualTo(255);
      ours.program().awaitErrors("Access denied for user " + BOB.name());
      // of a session before it one may still go
      assertThat(tickets()).isSubsetOf(before);
    } finally {
      Program.of(Peers.path("usermod"), "-e", "", BOB.name()).runWell();
    }
  }

  /** Each login has its own. */
  @Test
  void nothing_is_left_to_another_login() throws IOException {
    assertThat(left(ours, "password")).contains("BY_AUTHENTICATION=here = there");
    assertThat(left(ours, "publickey")).noneMatch(line -> line.startsWith("BY_AUTHENTICATION"));
  }
}
