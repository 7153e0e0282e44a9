package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.UserauthInfoRequest;
import org.sshlite.protocol.message.UserauthPasswdChangereq;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Role;

/** Each of the 256 message numbers in each state of both roles, as docs/states.md has it. */
class StateTableTest {
  private static final Path PAGE = Path.of("../docs/states.md");
  private static final ChannelType SESSION = new ChannelType.Session();

  static Stream<Section> sections() {
    return Stream.concat(
        Stream.of(Role.SERVER, Role.CLIENT)
            .flatMap(
                role -> {
                  String end = role.isClient() ? ", client" : ", server";
                  return Stream.of(
                      new Section("First key exchange" + end, firstKex(role)),
                      new Section("Login" + end, role.isClient() ? clientLogin() : serverLogin()),
                      new Section("Open connection" + end, open(role)));
                }),
        Stream.of(
            new Section("Login that goes on, server", secondStep()),
            new Section("Key exchange within the login", kexWithinLogin()),
            channels(Role.SERVER, SESSION)));
  }

  private static Section channels(Role role, ChannelType type) {
    return new Section(
        "Channels", ChannelOpenConfirmation.NUMBER, ChannelFailure.NUMBER, channel(role, type));
  }

  private static List<State> firstKex(Role role) {
    String method = role.isClient() ? "KEX_ECDH_REPLY" : "KEX_ECDH_INIT";
    Map<Integer, Consumer<Situation>> reply =
        role.isClient() ? Map.of(31, s -> s.stage.peer.sendReply()) : Map.of();
    Map<Integer, Consumer<Situation>> group =
        role.isClient()
            ? Map.of(
                31,
                s -> s.stage.peer.send(new KexDhGexGroup(Payloads.GROUP.p(), Payloads.GROUP.g())))
            : Map.of();
    return List.of(
        new State("KEXINIT", () -> Situation.of(role).kexInitAwaited()),
        new State(method, () -> Situation.of(role).identified().kexInit(), reply),
        new State(
            method + " of a peer that is not strict",
            () -> Situation.of(role).lenient().identified().kexInit(),
            reply),
        new State(
            role.isClient() ? "KEX_DH_GEX_GROUP" : "KEX_DH_GEX_REQUEST",
            () -> Situation.groupExchange(role).identified().kexInit(),
            group),
        new State(
            role.isClient() ? "KEX_DH_GEX_REPLY" : "KEX_DH_GEX_INIT",
            () -> Situation.groupExchange(role).identified().kexInit().group(),
            group),
        new State("NEWKEYS", () -> Situation.of(role).identified().kexInit().newKeysAwaited()),
        new State(
            "NEWKEYS of a peer that is not strict",
            () -> Situation.of(role).lenient().identified().kexInit().newKeysAwaited()));
  }

  private static List<State> serverLogin() {
    return List.of(
        new State("first packet", () -> Situation.of(Role.SERVER).keys()),
        new State("USERAUTH_REQUEST", () -> Situation.of(Role.SERVER).service()),
        new State("USERAUTH_INFO_RESPONSE", () -> Situation.of(Role.SERVER).asking()));
  }

  private static List<State> secondStep() {
    return List.of(
        new State("USERAUTH_REQUEST after a partial success", () -> login().partly()),
        new State(
            "USERAUTH_REQUEST after PASSWD_CHANGEREQ",
            () -> login().changing(),
            Map.of(UserauthRequest.NUMBER, s -> s.stage.peer.send(Situation.newPassword()))));
  }

  private static Situation login() {
    return Situation.of(Role.SERVER).service();
  }

  private static List<State> kexWithinLogin() {
    return List.of(
        new State("KEX_ECDH_INIT, server", () -> login().kexInit()),
        new State("NEWKEYS, server", () -> login().kexInit().newKeysAwaited()),
        new State(
            "KEX_ECDH_REPLY, client",
            () -> Situation.of(Role.CLIENT).service().kexInit(),
            Map.of(31, s -> s.stage.peer.sendReply())),
        new State(
            "NEWKEYS, client",
            () -> Situation.of(Role.CLIENT).service().kexInit().newKeysAwaited()));
  }

  private static List<State> clientLogin() {
    return List.of(
        new State("SERVICE_ACCEPT", () -> Situation.of(Role.CLIENT).keys()),
        new State("answer to \"none\"", () -> Situation.of(Role.CLIENT).service()),
        new State(
            "answer about a key",
            () -> Situation.of(Role.CLIENT).trying(AuthMethod.PublicKey.NAME),
            Map.of(UserauthInfoRequest.NUMBER, s -> s.stage.peer.send(Payloads.pkOk()))),
        new State("answer to a signature", () -> Situation.of(Role.CLIENT).signed()),
        new State(
            "answer to a password",
            () -> Situation.of(Role.CLIENT).trying(AuthMethod.Password.NAME),
            Map.of(
                UserauthInfoRequest.NUMBER,
                s -> s.stage.peer.send(new UserauthPasswdChangereq("", "")))),
        new State(
            "USERAUTH_INFO_REQUEST",
            () -> Situation.of(Role.CLIENT).trying(AuthMethod.KeyboardInteractive.NAME)));
  }

  private static List<State> open(Role role) {
    Map<Integer, Consumer<Situation>> reply =
        role.isClient() ? Map.of(31, s -> s.stage.peer.sendReply()) : Map.of();
    return List.of(
        new State("anything", () -> Situation.of(role).open()),
        new State(
            "KEXINIT", () -> Situation.of(role).open().rekey(), Map.of(), Situation::finishRekey),
        new State(
            role.isClient() ? "KEX_ECDH_REPLY" : "KEX_ECDH_INIT",
            () -> Situation.of(role).open().kexInit(),
            reply),
        new State("NEWKEYS", () -> Situation.of(role).open().kexInit().newKeysAwaited()));
  }

  private static List<State> channel(Role role, ChannelType type) {
    return List.of(
        new State("that is ours to be", () -> Situation.of(role).opening(type)),
        new State("that is the peer's to be", () -> Situation.of(role).opened(type)),
        new State("open", () -> Situation.of(role).channel(type)),
        new State("EOF received", () -> Situation.of(role).channel(type).eofReceived()),
        new State("EOF sent", () -> Situation.of(role).channel(type).eofSent()),
        new State("EOF both ways", () -> Situation.of(role).channel(type).eofSent().eofReceived()),
        new State("CLOSE sent", () -> Situation.of(role).channel(type).closeSent()),
        new State("closed", () -> Situation.of(role).channel(type).closed()));
  }

  static Stream<Section> otherChannels() {
    return Stream.of(Role.values()).flatMap(role -> types().map(type -> channels(role, type)));
  }

  private static Stream<ChannelType> types() {
    return Stream.of(
        SESSION,
        new ChannelType.DirectTcpip("host", 80, "::1", 4000),
        new ChannelType.ForwardedTcpip("", 80, "::1", 4000),
        new ChannelType.DirectStreamlocal("/tmp/socket"),
        new ChannelType.ForwardedStreamlocal("/tmp/socket"),
        new ChannelType.AuthAgent(),
        new ChannelType.X11("::1", 4000),
        new ChannelType.Tunnel(1, 0));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void the_page_has_the_answer_to_each_number_in_each_state_and_why(Section section)
      throws Exception {
    StatePage page = new StatePage(PAGE);
    List<String> table = page.table(section, answers(section));
    Path shown = Path.of("target", section.title().replaceAll("\\W+", "-") + ".md");
    Files.write(shown, table);
    assertThat(page.rows(section.title())).as("docs/states.md, see %s", shown).isEqualTo(table);
    assertThat(table).as("reasons, see %s", shown).noneMatch(row -> row.endsWith("| ? |"));
  }

  /** Each state on a thread of its own. */
  private static List<List<String>> answers(Section section) throws Exception {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<List<String>>> running = new ArrayList<>();
      for (State state : section.states()) {
        running.add(threads.submit(() -> state.answers(section.first(), section.last())));
      }
      List<List<String>> answers = new ArrayList<>();
      for (Future<List<String>> one : running) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  @ParameterizedTest
  @MethodSource("otherChannels")
  void channels_of_each_type_are_alike_in_both_roles(Section section) throws Exception {
    assertThat(answers(section)).isEqualTo(answers(channels(Role.SERVER, SESSION)));
  }

  static List<Situation> decisions() {
    return List.of(
        thinking(Situation.of(Role.SERVER).identified().kexInit(), stage -> stage.peer.sendInit()),
        thinking(Situation.of(Role.CLIENT).identified().kexInit(), stage -> stage.peer.sendReply()),
        thinking(
            Situation.of(Role.SERVER).service(),
            stage -> stage.peer.send(Payloads.of(UserauthRequest.NUMBER))),
        thinking(
            Situation.of(Role.CLIENT).trying(AuthMethod.KeyboardInteractive.NAME),
            stage -> stage.peer.send(Payloads.of(UserauthInfoRequest.NUMBER))));
  }

  private static Situation thinking(Situation situation, Consumer<Stage> message) {
    situation.stage.carrier.holdWork(true);
    message.accept(situation.stage);
    situation.stage.settle();
    return situation;
  }

  /** A host key signs, or is judged; a request is decided; a person types. */
  @Test
  void while_something_is_decided_nothing_is_looked_at() {
    for (Situation situation : decisions()) {
      Stage stage = situation.stage;
      assertThat(stage.carrier.isReading()).isFalse();
      stage.carrier.reading(true); // what was read together with the message
      for (int number = 0; number < 256; number++) {
        stage.send(Payloads.of(number));
      }
      assertThat(stage.carrier.isClosed()).isFalse();
      assertThat(stage.peer.payloads()).isEmpty();
    }
  }
}
