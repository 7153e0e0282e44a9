package org.sshlite.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.crypto.cert.FingerprintHash;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.knownhosts.HostName;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KeyDisplay;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.protocol.transport.HostKeyVerifier.Decision;

class HostTrustTest {
  private static final PublicKey KEY = newKey("ssh-ed25519");
  private static final PublicKey OTHER_KEY = newKey("ssh-ed25519");
  private static final String NAME = "[build-7]:2222";

  @TempDir private Path folder;
  private Path file;
  private InetAddress address;

  @BeforeEach
  void set_up() throws Exception {
    file = folder.resolve("known_hosts");
    address = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7});
  }

  private static PublicKey newKey(String type) {
    try (PrivateKey key = PrivateKey.generate(type, new SecureRandom())) {
      return key.publicKey();
    }
  }

  private void know(PublicKey key) throws Exception {
    Files.writeString(file, line(key) + "\n");
  }

  private static String line(PublicKey key) {
    return NAME + " " + key.type() + " " + Base64.getEncoder().encodeToString(key.blob());
  }

  private HostTrust trust(StrictHostKeyChecking strictness, ScriptedDialog dialog) {
    return trust(file, strictness, 2048, dialog);
  }

  private HostTrust trust(
      Path knownHosts, StrictHostKeyChecking strictness, int rsaBits, ScriptedDialog dialog) {
    return new HostTrust(
        new TrustOptions(
            KnownHosts.open(List.of(knownHosts), List.of()),
            strictness,
            false,
            Optional.empty(),
            rsaBits),
        new HostAddress(new HostName("build-7", 2222), Optional.of(address), false),
        dialog);
  }

  private static String refusal(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return ((Decision.Refused) decision).explanation();
  }

  @ParameterizedTest
  @EnumSource
  void a_known_key_is_believed_without_a_question(StrictHostKeyChecking strictness)
      throws Exception {
    know(KEY);
    ScriptedDialog dialog = new ScriptedDialog();
    HostTrust trust = trust(strictness, dialog);
    assertThat(trust.verify(KEY, "ssh-ed25519")).isInstanceOf(Decision.Trusted.class);
    assertThat(trust.secretsAllowed()).isTrue();
    assertThat(dialog.questions).isEmpty();
    assertThat(dialog.told).isEmpty();
  }

  @Test
  void an_unknown_host_is_asked_about_in_OpenSSHs_words() {
    ScriptedDialog dialog = new ScriptedDialog("yes");
    assertThat(trust(StrictHostKeyChecking.ASK, dialog).verify(KEY, "ssh-ed25519"))
        .isInstanceOf(Decision.Trusted.class);
    assertThat(dialog.questions)
        .containsExactly(
            "The authenticity of host '[build-7]:2222 ([192.0.2.7]:2222)' can't be established.\n"
                + "ED25519 key fingerprint is: "
                + KEY.fingerprint()
                + "\nThis key is not known by any other names.\n"
                + "Are you sure you want to continue connecting (yes/no/[fingerprint])? ");
    assertThat(dialog.told)
        .containsExactly(
            "Warning: Permanently added '[build-7]:2222' (ED25519) to the list of known hosts.");
    assertThat(file).content().isEqualTo(line(KEY) + "\n");
  }

  @Test
  void the_fingerprint_is_as_good_as_a_yes() {
    ScriptedDialog dialog = new ScriptedDialog(KEY.fingerprint());
    assertThat(trust(StrictHostKeyChecking.ASK, dialog).verify(KEY, "ssh-ed25519"))
        .isInstanceOf(Decision.Trusted.class);
  }

  @Test
  void any_other_answer_is_asked_again_and_another_keys_fingerprint_is_no_yes() {
    ScriptedDialog dialog = new ScriptedDialog("y", OTHER_KEY.fingerprint(), "SHA256:", "no");
    String explanation =
        refusal(trust(StrictHostKeyChecking.ASK, dialog).verify(KEY, "ssh-ed25519"));
    assertThat(explanation).isEqualTo("The host key was not accepted.");
    assertThat(dialog.questions).hasSize(4);
    assertThat(dialog.questions.getLast())
        .isEqualTo("Please type 'yes', 'no' or the fingerprint: ");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "NO", "", "  "})
  void no_and_an_empty_answer_refuse(String answer) {
    ScriptedDialog dialog = new ScriptedDialog(answer);
    HostTrust trust = trust(StrictHostKeyChecking.ASK, dialog);
    refusal(trust.verify(KEY, "ssh-ed25519"));
    assertThat(trust.secretsAllowed()).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void where_nobody_answers_an_unknown_host_is_refused_and_explained() {
    HostTrust trust = trust(StrictHostKeyChecking.ASK, new ScriptedDialog());
    assertThat(refusal(trust.verify(KEY, "ssh-ed25519")))
        .startsWith("The authenticity of host '[build-7]:2222")
        .contains(KEY.fingerprint());
    assertThat(trust.secretsAllowed()).isFalse();
  }

  @Test
  void yes_refuses_an_unknown_host_without_a_question() {
    ScriptedDialog dialog = new ScriptedDialog("yes");
    assertThat(refusal(trust(StrictHostKeyChecking.YES, dialog).verify(KEY, "ssh-ed25519")))
        .isEqualTo(
            "No ED25519 host key is known for [build-7]:2222 and you have requested strict"
                + " checking.");
    assertThat(dialog.questions).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCEPT_NEW", "OFF"})
  void accept_new_and_off_learn_an_unknown_host(StrictHostKeyChecking strictness) {
    HostTrust trust = trust(strictness, new ScriptedDialog());
    assertThat(trust.verify(KEY, "ssh-ed25519")).isInstanceOf(Decision.Trusted.class);
    assertThat(file).content().isEqualTo(line(KEY) + "\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"YES", "ACCEPT_NEW", "ASK"})
  void a_changed_key_is_refused_naming_file_and_line_whatever_a_person_says(
      StrictHostKeyChecking strictness) throws Exception {
    know(OTHER_KEY);
    ScriptedDialog dialog = new ScriptedDialog("yes", "yes");
    HostTrust trust = trust(strictness, dialog);
    assertThat(refusal(trust.verify(KEY, "ssh-ed25519")))
        .contains("WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!")
        .contains("Offending ED25519 key in " + file + ":1")
        .contains(KEY.fingerprint())
        .endsWith(
            "Host key for [build-7]:2222 has changed and you have requested strict checking.");
    assertThat(dialog.questions).isEmpty();
    assertThat(trust.secretsAllowed()).isFalse();
    assertThat(file).content().isEqualTo(line(OTHER_KEY) + "\n");
  }

  @Test
  void off_goes_on_with_a_changed_key_but_gives_no_secret_away_and_learns_nothing()
      throws Exception {
    know(OTHER_KEY);
    ScriptedDialog dialog = new ScriptedDialog();
    HostTrust trust = trust(StrictHostKeyChecking.OFF, dialog);
    assertThat(trust.verify(KEY, "ssh-ed25519")).isInstanceOf(Decision.Trusted.class);
    assertThat(trust.secretsAllowed()).isFalse();
    assertThat(dialog.told.getFirst()).contains("HAS CHANGED");
    assertThat(dialog.told)
        .endsWith(
            "Password authentication is disabled to avoid man-in-the-middle attacks.",
            "Keyboard-interactive authentication is disabled to avoid man-in-the-middle attacks.");
    assertThat(file).content().isEqualTo(line(OTHER_KEY) + "\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"YES", "ACCEPT_NEW", "ASK"})
  void a_revoked_key_is_refused(StrictHostKeyChecking strictness) throws Exception {
    Files.writeString(file, line(KEY) + "\n@revoked " + line(KEY).replace(NAME, "*") + "\n");
    assertThat(refusal(trust(strictness, new ScriptedDialog("yes")).verify(KEY, "ssh-ed25519")))
        .contains("REVOKED HOST KEY");
  }

  @ParameterizedTest
  @EnumSource
  void no_second_key_is_believed_on_the_same_connection(StrictHostKeyChecking strictness)
      throws Exception {
    Files.writeString(file, line(KEY) + "\n" + line(OTHER_KEY) + "\n");
    HostTrust trust = trust(strictness, new ScriptedDialog("yes"));
    assertThat(trust.verify(KEY, "ssh-ed25519")).isInstanceOf(Decision.Trusted.class);
    assertThat(trust.verify(KEY, "ssh-ed25519")).isInstanceOf(Decision.Trusted.class);
    assertThat(refusal(trust.verify(OTHER_KEY, "ssh-ed25519")))
        .isEqualTo("The host key of [build-7]:2222 changed within the connection.");
  }

  @Test
  void an_RSA_key_that_is_too_short_is_refused_even_if_known() throws Exception {
    PublicKey rsa = newKey("ssh-rsa");
    know(rsa);
    HostTrust trust = trust(file, StrictHostKeyChecking.OFF, 8192, new ScriptedDialog());
    assertThat(refusal(trust.verify(rsa, "rsa-sha2-512"))).contains("RequiredRSASize");
    assertThat(trust.secretsAllowed()).isFalse();
  }

  @Test
  void a_file_that_cannot_be_written_is_told_and_the_host_believed_all_the_same() throws Exception {
    Path unwritable = Files.createDirectory(folder.resolve("folder"));
    ScriptedDialog dialog = new ScriptedDialog("yes");
    HostTrust trust = trust(unwritable, StrictHostKeyChecking.ASK, 2048, dialog);
    assertThat(trust.verify(KEY, "ssh-ed25519")).isInstanceOf(Decision.Trusted.class);
    assertThat(dialog.told.getFirst())
        .startsWith("Failed to add the host to the list of known hosts (");
  }

  @Test
  void algorithms_of_known_keys_come_first() throws Exception {
    know(newKey("ssh-ed25519"));
    assertThat(
            trust(StrictHostKeyChecking.ASK, new ScriptedDialog())
                .preferred(List.of("rsa-sha2-512", "ssh-ed25519")))
        .containsExactly("ssh-ed25519", "rsa-sha2-512");
  }

  private HostTrust shown(TrustOptions options, InetAddress at, ScriptedDialog dialog) {
    return new HostTrust(
        options, new HostAddress(new HostName("build-7", 2222), Optional.of(at), false), dialog);
  }

  private TrustOptions.Builder options() {
    return TrustOptions.builder()
        .knownHosts(KnownHosts.open(List.of(file), List.of()))
        .strictness(StrictHostKeyChecking.ASK);
  }

  @Test
  void FingerprintHash_and_VisualHostKey_show_the_key_to_who_is_asked() {
    ScriptedDialog dialog = new ScriptedDialog("no");
    KeyDisplay display = new KeyDisplay(FingerprintHash.MD5, true);
    shown(options().display(display).build(), address, dialog).verify(KEY, "ssh-ed25519");

    assertThat(dialog.questions.getFirst())
        .contains(
            "ED25519 key fingerprint is: " + FingerprintHash.MD5.of(KEY) + "\n+--[ED25519 256]")
        .contains("[MD5]-")
        .doesNotContain("SHA256");
  }

  @Test
  void the_fingerprint_that_was_shown_is_as_good_as_a_yes() {
    ScriptedDialog dialog = new ScriptedDialog(FingerprintHash.SHA512.of(KEY));
    KeyDisplay display = new KeyDisplay(FingerprintHash.SHA512, false);
    assertThat(
            shown(options().display(display).build(), address, dialog).verify(KEY, "ssh-ed25519"))
        .isInstanceOf(Decision.Trusted.class);
  }

  @Test
  void VisualHostKey_draws_the_key_of_a_known_host() throws Exception {
    know(KEY);
    ScriptedDialog dialog = new ScriptedDialog();
    KeyDisplay display = new KeyDisplay(FingerprintHash.SHA256, true);
    shown(options().display(display).build(), address, dialog).verify(KEY, "ssh-ed25519");

    assertThat(dialog.told)
        .containsExactly(
            "Host key fingerprint is: "
                + KEY.fingerprint()
                + "\n"
                + FingerprintHash.SHA256.pictureOf(KEY));
  }

  @Test
  void NoHostAuthenticationForLocalhost_believes_this_machine_and_no_other() {
    TrustOptions options = options().believesLocalhost(true).build();
    InetAddress local = InetAddress.getLoopbackAddress();
    assertThat(shown(options, local, new ScriptedDialog()).verify(KEY, "ssh-ed25519"))
        .isInstanceOf(Decision.Trusted.class);
    refusal(shown(options, address, new ScriptedDialog()).verify(KEY, "ssh-ed25519"));
    TrustOptions alias = options().believesLocalhost(true).hostKeyAlias("build-7").build();
    refusal(shown(alias, local, new ScriptedDialog()).verify(KEY, "ssh-ed25519"));
    assertThat(file).doesNotExist();
  }

  @Test
  void a_key_of_RevokedHostKeys_is_not_this_machines_either() throws Exception {
    Path revoked = Files.writeString(file.resolveSibling("revoked"), plain(KEY) + "\n");
    TrustOptions options =
        options()
            .verifier(
                new HostVerifier(
                    KnownHosts.open(List.of(file), List.of()),
                    List.of(revoked),
                    VerifyHostKeyDns.NO))
            .believesLocalhost(true)
            .build();

    refusal(
        shown(options, InetAddress.getLoopbackAddress(), new ScriptedDialog())
            .verify(KEY, "ssh-ed25519"));
  }

  private static String plain(PublicKey key) {
    return line(key).substring(line(key).indexOf(' ') + 1);
  }
}
