package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.transport.Role;

/** Lists with empty names in SSH_MSG_KEXINIT, which RFC 4251 §5 does not know. */
class StrangeNameListTest {
  /** libssh 0.10 with OpenSSL ends its cipher lists so. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void lists_that_end_in_a_comma_are_agreed_on(Role role) {
    Stage stage = Stage.of(role).identified();
    stage.peer.kexInitEdit = kexInit -> each(kexInit, StrangeNameListTest::endingInComma);
    stage.kex();
    stage.assertAlive();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void what_follows_an_empty_name_was_not_offered(Role role) {
    Stage stage = Stage.of(role).identified();
    stage.peer.kexInitEdit = kexInit -> each(kexInit, StrangeNameListTest::beginningWithComma);
    stage.peer.sendKexInit();
    stage.settle();
    assertThat(stage.refusal())
        .isInstanceOfSatisfying(
            Refusal.NoCommonAlgorithm.class, refusal -> assertThat(refusal.theirs()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void so_many_names_are_read_and_one_more_is_refused(Role role) {
    Stage most = Stage.of(role).identified();
    most.peer.kexInitEdit = kexInit -> each(kexInit, list -> filledUp(list, 128, ""));
    most.kex();
    most.assertAlive();
    assertThat(most.end.info().keyExchanges()).isEqualTo(1);

    Stage more = Stage.of(role).identified();
    more.peer.kexInitEdit = kexInit -> each(kexInit, list -> filledUp(list, 129, ""));
    more.peer.sendKexInit();
    more.settle();
    assertThat(more.refusal())
        .isEqualTo(new Refusal.Malformed("message 20", "kex_algorithms", "more than 128 names"));
  }

  private static NameList endingInComma(NameList list) {
    List<String> names = new ArrayList<>(list.names());
    names.add("");
    return new NameList(names);
  }

  private static NameList beginningWithComma(NameList list) {
    List<String> names = new ArrayList<>(list.names());
    names.addFirst("");
    return new NameList(names);
  }

  /** The names and as many others, no two of them the same, as make {@code count}. */
  static NameList filledUp(NameList list, int count, String more) {
    List<String> names = new ArrayList<>(list.names());
    while (names.size() < count) {
      names.add(names.size() + more);
    }
    return new NameList(names);
  }

  static KexInit each(KexInit from, UnaryOperator<NameList> edit) {
    return new KexInit(
        from.cookie(),
        edit.apply(from.kexAlgorithms()),
        edit.apply(from.serverHostKeyAlgorithms()),
        edit.apply(from.encryptionClientToServer()),
        edit.apply(from.encryptionServerToClient()),
        edit.apply(from.macClientToServer()),
        edit.apply(from.macServerToClient()),
        edit.apply(from.compressionClientToServer()),
        edit.apply(from.compressionServerToClient()),
        edit.apply(from.languagesClientToServer()),
        edit.apply(from.languagesServerToClient()),
        false);
  }
}
