package org.sshlite.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.agent.Agent;
import org.sshlite.protocol.agent.SessionBinding;

/** An agent that answers as it is told. OpenSSH's own is asked in the tests of both ends. */
@Timeout(120)
class AgentTest {
  private static final int REQUEST_IDENTITIES = 11;
  private static final byte[] DATA = {1, 2, 3};

  @TempDir private Path folder;
  private static final PrivateKey FIRST = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private static final PrivateKey SECOND = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private static final PrivateKey RSA = RsaPrivateKey.generate(2048, new SecureRandom());
  private volatile Function<byte[], byte[]> answers = this::answer;
  private Path socket;
  private ServerSocketChannel listener;

  @BeforeEach
  void start() throws Exception {
    socket = folder.resolve("agent");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws Exception {
    listener.close();
  }

  private void serve() {
    while (true) {
      try (SocketChannel channel = listener.accept()) {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        while (true) {
          byte[] request = in.readNBytes(in.readInt());
          byte[] answer = answers.apply(request);
          out.write(answer);
          if (answer.length < Integer.BYTES) {
            break; // cut off
          }
        }
      } catch (IOException _) {
        if (!listener.isOpen()) {
          return;
        }
      }
    }
  }

  private static byte[] framed(SshWriter answer) {
    return new SshWriter().string(answer.toByteArray()).toByteArray();
  }

  private byte[] answer(byte[] request) {
    List<PrivateKey> keys = List.of(FIRST, SECOND, RSA);
    if (request[0] == REQUEST_IDENTITIES) {
      SshWriter answer = new SshWriter().uint8(12).uint32(keys.size() + 1);
      answer.string(new SshWriter().string("ssh-unheard-of").toByteArray()).string("new");
      keys.forEach(key -> answer.string(key.publicKey().blob()).string("\033[2J"));
      return framed(answer);
    }
    try {
      SshReader in = new SshReader("request", request);
      in.uint8("type");
      byte[] blob = in.string("key");
      byte[] data = in.string("data");
      String algorithm =
          switch ((int) in.uint32("flags")) {
            case 2 -> "rsa-sha2-256";
            case 4 -> "rsa-sha2-512";
            default -> "ssh-ed25519";
          };
      for (PrivateKey key : keys) {
        if (Arrays.equals(key.publicKey().blob(), blob)) {
          return framed(new SshWriter().uint8(14).string(key.sign(algorithm, data)));
        }
      }
      return framed(new SshWriter().uint8(5));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Credentials credentials(ScriptedDialog dialog, boolean identitiesOnly, Path... files) {
    List<KeyLocation> locations =
        Stream.of(files).map(file -> new KeyLocation(file, true)).toList();
    return new Credentials(
        "alice",
        "build-7",
        new LoginOptions(
            List.of("publickey"),
            List.of(),
            List.of(),
            locations,
            List.of(),
            Optional.of(socket),
            identitiesOnly,
            3,
            2048),
        dialog,
        () -> true,
        _ -> {});
  }

  private List<PublicKey> offered(boolean identitiesOnly, Path... files) {
    Credentials credentials = credentials(new ScriptedDialog(), identitiesOnly, files);
    List<PublicKey> keys = new ArrayList<>();
    for (Optional<Signer> next = credentials.nextKey();
        next.isPresent();
        next = credentials.nextKey()) {
      keys.add(next.get().publicKey());
    }
    return keys;
  }

  private Path publicFile(String name, PrivateKey key) throws IOException {
    String line = new PublicKeyLine("", key.publicKey(), "").toString();
    return Files.writeString(folder.resolve(name), line + "\n");
  }

  @Test
  void keys_that_files_name_come_first_and_those_of_unknown_types_never() throws Exception {
    publicFile("id.pub", SECOND);
    assertThat(offered(false, folder.resolve("id")))
        .containsExactly(SECOND.publicKey(), FIRST.publicKey(), RSA.publicKey());
    assertThat(offered(false))
        .containsExactly(FIRST.publicKey(), SECOND.publicKey(), RSA.publicKey());
  }

  private Certificate certificate(
      PublicKey about, List<CertificateOption> critical, CertificateOption... extensions)
      throws Exception {
    CertificateFields fields =
        new CertificateFields(
            about,
            CertificateType.USER,
            1,
            "test",
            List.of("alice"),
            0,
            CertificateFields.FOREVER,
            critical,
            List.of(extensions));
    return Certificate.sign(fields, RSA, "rsa-sha2-512", new SecureRandom());
  }

  private Path certificateFile(String name, Certificate certificate) throws IOException {
    String line = new PublicKeyLine("", certificate, "").toString();
    return Files.writeString(folder.resolve(name), line + "\n");
  }

  private void agentHas(PublicKey... keys) {
    answers =
        _ -> {
          SshWriter answer = new SshWriter().uint8(12).uint32(keys.length);
          List.of(keys).forEach(key -> answer.string(key.blob()).string("comment"));
          return framed(answer);
        };
  }

  /** What ssh 10.5 lists by -Z. */
  private List<PublicKey> inOrder(
      List<Path> certificates, boolean identitiesOnly, KeyLocation... files) {
    Credentials credentials =
        new Credentials(
            "alice",
            "build-7",
            LoginOptions.builder()
                .files(List.of(files))
                .certificates(certificates)
                .agent(Optional.of(socket))
                .identitiesOnly(identitiesOnly)
                .build(),
            new ScriptedDialog(),
            () -> true,
            _ -> {});
    return Stream.generate(credentials::nextKey)
        .takeWhile(Optional::isPresent)
        .map(key -> key.get().publicKey())
        .toList();
  }

  private static KeyLocation usual(Path file) {
    return new KeyLocation(file, false);
  }

  @Test
  void certificates_of_CertificateFile_come_before_all_else() throws Exception {
    agentHas(RSA.publicKey(), SECOND.publicKey());
    Certificate certificate = certificate(SECOND.publicKey(), List.of());
    Path named = certificateFile("named", certificate);
    Path foreign = certificateFile("foreign", certificate(FIRST.publicKey(), List.of()));

    assertThat(inOrder(List.of(foreign, named), false))
        .containsExactly(certificate, RSA.publicKey(), SECOND.publicKey());
  }

  @Test
  void an_agents_certificates_come_before_its_plain_keys() throws Exception {
    Certificate certificate = certificate(SECOND.publicKey(), List.of());
    agentHas(FIRST.publicKey(), SECOND.publicKey(), certificate, RSA.publicKey());

    assertThat(inOrder(List.of(), false))
        .containsExactly(certificate, FIRST.publicKey(), SECOND.publicKey(), RSA.publicKey());
  }

  @Test
  void of_an_agents_keys_those_that_were_named_keep_the_first_places() throws Exception {
    Certificate certificate = certificate(SECOND.publicKey(), List.of());
    agentHas(FIRST.publicKey(), certificate, RSA.publicKey(), SECOND.publicKey());
    publicFile("id.pub", RSA);

    assertThat(inOrder(List.of(), false, new KeyLocation(folder.resolve("id"), true)))
        .containsExactly(RSA.publicKey(), certificate, FIRST.publicKey(), SECOND.publicKey());
  }

  /** The certificate beside the key's file is not the agent's, which has the key alone. */
  @Test
  void a_certificate_in_a_file_comes_after_the_agents_keys() throws Exception {
    agentHas(FIRST.publicKey(), SECOND.publicKey());
    publicFile("id.pub", SECOND);
    Certificate certificate = certificate(SECOND.publicKey(), List.of());
    certificateFile("id-cert.pub", certificate);

    assertThat(inOrder(List.of(), false, usual(folder.resolve("id"))))
        .containsExactly(SECOND.publicKey(), FIRST.publicKey(), certificate);
  }

  @Test
  void of_a_tokens_certificates_those_that_ask_for_less_come_first() throws Exception {
    PublicKey token = token("sk-ssh-ed25519@openssh.com");
    Certificate verified = certificate(token, List.of(CertificateOption.flag("verify-required")));
    Certificate touched = certificate(token, List.of());
    Certificate untouched =
        certificate(token, List.of(), CertificateOption.flag("no-touch-required"));
    Certificate plain = certificate(FIRST.publicKey(), List.of());
    agentHas(token, verified, touched, untouched, plain);

    assertThat(inOrder(List.of(), false))
        .containsExactly(untouched, touched, plain, verified, token);
  }

  private PublicKey token(String type) throws Exception {
    SshReader plain = new SshReader("key", FIRST.publicKey().blob());
    plain.string("type");
    byte[] blob =
        new SshWriter().string(type).string(plain.string("point")).string("ssh:").toByteArray();
    return Certificate.readKeyOrCertificate(blob);
  }

  /** id_ed25519_sk and id_ecdsa_sk are usual names too, for keys that an agent has. */
  @Test
  void with_IdentitiesOnly_an_agents_keys_of_tokens_are_known_by_the_usual_files()
      throws Exception {
    PublicKey token = token("sk-ssh-ed25519@openssh.com");
    agentHas(FIRST.publicKey(), token);
    Path ssh = Files.createDirectory(folder.resolve(".ssh"));
    Files.writeString(ssh.resolve("id_ed25519_sk.pub"), new PublicKeyLine("", token, "") + "\n");
    KeyLocation[] usual = ClientOptions.usualKeys(folder).toArray(KeyLocation[]::new);

    assertThat(inOrder(List.of(), true, usual)).containsExactly(token);
    assertThat(usual)
        .extracting(location -> location.file().getFileName().toString())
        .containsExactly(
            "id_rsa",
            "id_ecdsa",
            "id_ecdsa_sk",
            "id_ed25519",
            "id_ed25519_sk",
            "id_mldsa44_ed25519");
    agentHas(FIRST.publicKey());
    assertThat(inOrder(List.of(), true, usual)).isEmpty();
  }

  @Test
  void with_IdentitiesOnly_no_other_keys_are_offered() throws Exception {
    assertThat(offered(true, publicFile("id.pub", SECOND))).containsExactly(SECOND.publicKey());
    assertThat(offered(true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-sha2-256", "rsa-sha2-512"})
  void an_RSA_key_signs_by_the_hash_that_it_is_asked_for(String algorithm) throws Exception {
    Signer key = new Agent(socket).keys().get(2);
    assertThat(RSA.publicKey().verify(algorithm, DATA, key.sign(algorithm, DATA))).isTrue();
  }

  @Test
  void a_signature_by_another_algorithm_is_refused() throws Exception {
    Signer key = new Agent(socket).keys().get(2);
    answers =
        _ ->
            framed(
                new SshWriter()
                    .uint8(14)
                    .string(new SshWriter().string("ssh-rsa").string("").toByteArray()));
    assertThatThrownBy(() -> key.sign("rsa-sha2-512", DATA))
        .hasMessage("the agent signed by another algorithm than rsa-sha2-512");
  }

  @Test
  void a_key_that_the_agent_does_not_let_sign_is_told_as_ssh_does() throws Exception {
    ScriptedDialog dialog = new ScriptedDialog();
    Path file = publicFile("id.pub", SECOND);
    Credentials credentials = credentials(dialog, false, file);
    Signer named = credentials.nextKey().orElseThrow();
    Signer other = credentials.nextKey().orElseThrow();
    answers = _ -> framed(new SshWriter().uint8(5));

    for (Signer key : List.of(named, other)) {
      IOException reason =
          catchThrowableOfType(IOException.class, () -> key.sign("ssh-ed25519", DATA));
      credentials.signingFailed(key, reason);
    }

    String start = "sign_and_send_pubkey: signing failed for ED25519 \"";
    String end = "\" from agent: agent refused operation";
    assertThat(dialog.told).containsExactly(start + file + end, start + "\\033[2J" + end);
  }

  @Test
  void a_key_that_we_cannot_use_is_told_to_whoever_wants_details() {
    ScriptedDialog dialog = new ScriptedDialog();
    credentials(dialog, false).nextKey();
    assertThat(dialog.details)
        .contains("agent returned 3 keys")
        .anyMatch(line -> line.startsWith("ignoring an agent's key: "));
  }

  @Test
  void each_connection_says_first_which_session_it_is_for() throws Exception {
    byte[] sessionIdentifier = {4, 5, 6};
    byte[] signature = FIRST.sign("ssh-ed25519", sessionIdentifier);
    var binding = new SessionBinding(FIRST.publicKey(), sessionIdentifier, signature);
    List<byte[]> requests = new CopyOnWriteArrayList<>();
    answers =
        request -> {
          requests.add(request);
          return request[0] == 27 ? framed(new SshWriter().uint8(5)) : answer(request);
        };

    Signer key = new Agent(socket, Optional.of(binding)).keys().getFirst();
    assertThat(FIRST.publicKey().verify("ssh-ed25519", DATA, key.sign("ssh-ed25519", DATA)))
        .isTrue();

    assertThat(requests).extracting(request -> (int) request[0]).containsExactly(27, 11, 27, 13);
    // OpenSSH PROTOCOL.agent §1
    byte[] expected =
        new SshWriter()
            .uint8(27)
            .string("session-bind@openssh.com")
            .string(FIRST.publicKey().blob())
            .string(sessionIdentifier)
            .string(signature)
            .uint8(0)
            .toByteArray();
    assertThat(requests.getFirst()).isEqualTo(expected);
    assertThat(requests.get(2)).isEqualTo(expected);
  }

  @Test
  void an_agent_that_refuses_or_answers_nonsense_is_no_agent() throws Exception {
    Signer key = new Agent(socket).keys().getFirst();
    List<byte[]> nonsense =
        List.of(
            framed(new SshWriter().uint8(5)),
            framed(new SshWriter().uint8(99)),
            framed(new SshWriter()),
            framed(new SshWriter().uint8(12).uint32(0xffffffffL)),
            framed(new SshWriter().uint8(12).uint32(1).string("x")),
            framed(new SshWriter().uint8(14).string("ssh").uint8(0)),
            new byte[] {0, 4, 0, 1},
            new byte[] {-1, -1, -1, -1},
            new byte[] {0, 0});
    for (byte[] answer : nonsense) {
      answers = _ -> answer;
      assertThatThrownBy(() -> new Agent(socket).keys()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> key.sign("ssh-ed25519", DATA)).isInstanceOf(IOException.class);
      assertThat(offered(false)).isEmpty();
    }
    listener.close();
    assertThat(offered(false)).isEmpty();
  }
}
