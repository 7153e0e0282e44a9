package org.sshlite.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;

/** The server announces keys and proves none of them. */
@Timeout(120)
class HostKeyRotationTest {
  private static final String NOT_PROVED =
      "The host did not prove the keys it announced: none is learned.";

  @TempDir private Path folder;
  private final PrivateKey other = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private TestServer server;
  private Path knownHosts;
  private String before;
  private boolean tooLate;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    knownHosts = folder.resolve("known_hosts");
    String key = new PublicKeyLine("", server.hostKey.publicKey(), "").toString();
    before = "[127.0.0.1]:%d %s\n".formatted(server.port(), key);
    Files.writeString(knownHosts, before);
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  private ScriptedDialog login(UpdateHostKeys updates, String... answers) throws Exception {
    ScriptedDialog dialog = new ScriptedDialog(TestServer.PASSWORD);
    dialog.answers.addAll(List.of(answers));
    TrustOptions trust =
        new TrustOptions(
            HostVerifier.in(KnownHosts.open(List.of(knownHosts), List.of())),
            StrictHostKeyChecking.YES,
            false,
            Optional.empty(),
            2048,
            updates,
            _ -> new DnsAnswer.NotAsked());
    ClientOptions options =
        ClientOptions.builder()
            .trust(trust)
            .login(new LoginOptions(List.of("password"), List.of(), List.of(), 3, 2048))
            .dialog(dialog)
            .build();
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(server.destination())) {
      if (tooLate) {
        session.endQuestions();
        server.announce();
      }
      server.announcementAnswered.get(60, TimeUnit.SECONDS);
    }
    return dialog;
  }

  @Test
  void a_key_that_was_not_proved_is_never_learned() throws Exception {
    server.announced.addAll(List.of(server.hostKey.publicKey(), other.publicKey()));
    assertThat(login(UpdateHostKeys.YES).told).containsExactly(NOT_PROVED);
    assertThat(knownHosts).content().isEqualTo(before);
  }

  @Test
  void a_known_key_is_not_forgotten_for_one_that_was_not_proved() throws Exception {
    server.announced.add(other.publicKey());
    assertThat(login(UpdateHostKeys.YES).told).containsExactly(NOT_PROVED);
    assertThat(knownHosts).content().isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void so_many_keys_are_looked_at_and_with_one_more_none(int count, boolean asked)
      throws Exception {
    for (int i = 0; i < count; i++) {
      try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
        server.announced.add(key.publicKey());
      }
    }
    assertThat(login(UpdateHostKeys.YES).told.contains(NOT_PROVED)).isEqualTo(asked);
    assertThat(knownHosts).content().isEqualTo(before);
  }

  @Test
  void nothing_is_asked_where_keys_are_not_to_be_updated() throws Exception {
    server.announced.add(other.publicKey());
    assertThat(login(UpdateHostKeys.NO).told).isEmpty();
    assertThat(knownHosts).content().isEqualTo(before);
  }

  /** The host no longer has a key that is known for it. */
  private void forgetting() throws Exception {
    String obsolete = new PublicKeyLine("", other.publicKey(), "").toString();
    Files.writeString(knownHosts, before + "[127.0.0.1]:" + server.port() + " " + obsolete + "\n");
    server.announced.add(server.hostKey.publicKey());
    server.holdsAnnouncement = tooLate;
  }

  @Test
  void files_change_when_the_one_who_is_asked_says_yes() throws Exception {
    forgetting();
    ScriptedDialog dialog = login(UpdateHostKeys.ASK, "perhaps", "Yes");
    assertThat(dialog.told)
        .containsExactly(
            "The server has updated its host keys.",
            "These changes were verified by the server's existing trusted key.",
            "Deprecating obsolete hostkey: ED25519 " + other.publicKey().fingerprint(),
            "Please enter \"yes\" or \"no\"");
    assertThat(dialog.questions)
        .endsWith("Accept updated hostkeys? (yes/no): ", "Accept updated hostkeys? (yes/no): ");
    assertThat(knownHosts).content().isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "perhaps", ""})
  void files_stay_unless_the_one_who_is_asked_says_yes(String answer) throws Exception {
    forgetting();
    String old = Files.readString(knownHosts);
    login(UpdateHostKeys.ASK, answer, answer, answer, "yes");
    assertThat(knownHosts).content().isEqualTo(old);
  }

  @Test
  void files_stay_where_nobody_answers() throws Exception {
    forgetting();
    String old = Files.readString(knownHosts);
    login(UpdateHostKeys.ASK);
    assertThat(knownHosts).content().isEqualTo(old);
  }

  /** The terminal is the remote program's then: its input must not answer our question. */
  @Test
  void nobody_is_asked_once_a_program_may_read_the_terminal() throws Exception {
    tooLate = true;
    forgetting();
    String old = Files.readString(knownHosts);
    ScriptedDialog dialog = login(UpdateHostKeys.ASK, "yes");
    assertThat(dialog.told).isEmpty();
    assertThat(dialog.answers).containsExactly("yes");
    assertThat(knownHosts).content().isEqualTo(old);
  }
}
