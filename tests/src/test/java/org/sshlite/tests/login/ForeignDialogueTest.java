package org.sshlite.tests.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.auth.password.PasswordChangeRequiredException;
import org.apache.sshd.server.auth.pubkey.RejectAllPublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.sshd.ExpiringPasswords;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.tests.login.Person.Asking;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Python;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** Dialogues and password changes between our ends and those of others. */
class ForeignDialogueTest {
  @TempDir Path folder;
  private KeyPair hostKey;
  private Person person;

  @BeforeEach
  void make_a_key() {
    hostKey = KeyPair.create(folder.resolve("host_key"));
    person = new Person(folder);
  }

  private Target target(int port) {
    return new Target("alice", port, hostKey.publicKey(), hostKey, "", folder);
  }

  /** Older ssh ends lines as terminals have it. */
  private static String shown(Finished finished) {
    return finished.errors().replace("\r", "");
  }

  /** Of what has no end of ours otherwise. */
  static List<Asking> ours() {
    return Boolean.getBoolean("whole") ? List.of(Asking.values()) : List.of(Asking.SSH_LITE);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void three_rounds_of_asyncssh_are_answered(Asking client) {
    Python.require("asyncssh");
    person.answering("Password:", "sesame").answering("Colour", "red").answering("Code", "1");
    try (Running server =
        Python.script("login/dialogue_server.py").with(hostKey.file().toString()).start()) {
      server.awaitOutput("\n");
      int port = Integer.parseInt(server.output().strip().split(" ")[1]);

      Finished finished = person.logIn(client, target(port), "-o", "KbdInteractiveDevices=a,b");

      assertThat(finished.status()).as(finished.toString()).isZero();
      server.awaitOutput("submethods a,b\nanswers sesame|red\nanswers 1\nanswers \n");
      assertThat(person.asked())
          .containsExactly(
              "(alice@127.0.0.1) Password: ",
              "(alice@127.0.0.1) Colour? ",
              "(alice@127.0.0.1) Code\\033[2J: ");
      assertThat(shown(finished))
          .contains("Bank \\033[31m\nTwo lines\nof instruction\nOnly shown.\n");
    }
  }

  /** MINA's, with a password that is to be changed first. */
  @ParameterizedTest
  @MethodSource("ours")
  void a_password_is_changed_where_MINA_wants_it(Asking client) throws Exception {
    person
        .answering("old password:", "old")
        .answering("new password:", "new")
        .answering("password:", "old");
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost(Target.HOST);
      server.setKeyPairProvider(new FileKeyPairProvider(hostKey.file()));
      server.setPublickeyAuthenticator(RejectAllPublickeyAuthenticator.INSTANCE);
      server.setPasswordAuthenticator(new Expired());
      server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
      server.start();

      Finished finished =
          person.logIn(client, target(server.getPort()), "-o", "PreferredAuthentications=password");

      assertThat(finished.status()).as(finished.toString()).isZero();
      assertThat(person.asked())
          .containsExactly(
              "alice@127.0.0.1's password: ",
              "Enter alice@127.0.0.1's old password: ",
              "Enter alice@127.0.0.1's new password: ",
              "Retype alice@127.0.0.1's new password: ");
      assertThat(finished.errors()).contains("90 days old");
    }
  }

  private static final class Expired implements PasswordAuthenticator {
    @Override
    public boolean authenticate(String user, String password, ServerSession session) {
      throw new PasswordChangeRequiredException("old", "90 days old", "en");
    }

    @Override
    public boolean handleClientPasswordChangeRequest(
        ServerSession session, String user, String oldPassword, String newPassword) {
      return oldPassword.equals("old") && newPassword.equals("new");
    }
  }

  /** Library users' own devices and passwords. */
  private org.sshlite.sshd.SshServer embedded(ServerOptions.Builder options) throws IOException {
    return org.sshlite.sshd.SshServer.start(
        options.listen(Target.HOST, 0).hostKey(hostKey.key()).shell(terminal -> 0).build());
  }

  @ParameterizedTest
  @EnumSource
  void a_password_is_changed_where_our_library_wants_it(Asking client) throws Exception {
    person
        .answering("old password:", "old")
        .answering("new password:", "new")
        .answering("password:", "old");
    try (var server = embedded(ServerOptions.builder().passwords(new Changing()))) {
      Finished finished = person.logIn(client, target(server.port()));

      assertThat(finished.status()).as(finished.toString()).isZero();
      assertThat(finished.errors()).contains("90 days old");
    }
  }

  private static final class Changing implements ExpiringPasswords {
    private volatile String password = "old";

    @Override
    public boolean matches(String user, SecretBytes given) {
      return new String(given.bytes()).equals(password);
    }

    @Override
    public Optional<String> expired(String user) {
      return password.equals("old") ? Optional.of("90 days old") : Optional.empty();
    }

    @Override
    public Optional<String> change(String user, SecretBytes newPassword) {
      password = new String(newPassword.bytes());
      return Optional.empty();
    }
  }

  /** A device of a library's user, asked in two rounds. */
  private static final class Quiz implements LoginDevice {
    @Override
    public String name() {
      return "quiz";
    }

    @Override
    public boolean authenticate(String user, Conversation conversation)
        throws ConversationEndedException {
      try (var first =
              conversation.ask(
                  new Challenge("Quiz", "Think.", List.of(new Prompt("Colour? ", true))));
          var second = conversation.ask(Challenge.secret("Really? "))) {
        return new String(first.first().bytes()).equals("red")
            && new String(second.first().bytes()).equals("yes");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_device_of_a_librarys_user_asks(Asking client) throws Exception {
    person.answering("Colour", "red").answering("Really", "yes");
    try (var server = embedded(ServerOptions.builder().device(new Quiz()))) {
      Finished finished = person.logIn(client, target(server.port()));

      assertThat(finished.status()).as(finished.toString()).isZero();
      assertThat(shown(finished)).contains("Quiz\nThink.\n");
    }
  }

  @Test
  void MINAs_client_answers_a_device_after_a_password() throws Exception {
    ServerOptions.Builder options =
        ServerOptions.builder()
            .passwords((_, given) -> new String(given.bytes()).equals("sesame"))
            .device(new Quiz())
            .methods("password,keyboard-interactive:quiz");
    try (var server = embedded(options);
        SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier((_, _, _) -> true); // the test is about what comes after
      client.setUserInteraction(new Answering());
      client.start();
      try (ClientSession session =
          client.connect("alice", Target.HOST, server.port()).verify(20_000).getSession()) {
        session.addPasswordIdentity("sesame");
        session.auth().verify(20_000);
        assertThat(session.isAuthenticated()).isTrue();
      }
    }
  }

  private static final class Answering implements UserInteraction {
    @Override
    public boolean isInteractionAllowed(ClientSession session) {
      return true;
    }

    @Override
    public String[] interactive(
        ClientSession session,
        String name,
        String instruction,
        String lang,
        String[] prompt,
        boolean[] echo) {
      return new String[] {prompt[0].startsWith("Colour") ? "red" : "yes"};
    }

    @Override
    public String getUpdatedPassword(ClientSession session, String prompt, String lang) {
      return "";
    }
  }
}
