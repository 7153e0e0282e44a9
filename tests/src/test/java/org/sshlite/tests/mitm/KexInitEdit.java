package org.sshlite.tests.mitm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.KexInit;

/** Changes to a KEXINIT. */
interface KexInitEdit extends UnaryOperator<KexInit> {
  /** Changes the list of key exchange methods, in which the markers stand too. */
  static KexInitEdit kex(UnaryOperator<List<String>> change) {
    return from -> with(from, change, UnaryOperator.identity(), UnaryOperator.identity());
  }

  static KexInitEdit hostKeys(UnaryOperator<List<String>> change) {
    return from -> with(from, UnaryOperator.identity(), change, UnaryOperator.identity());
  }

  /** Changes the encryption algorithms of both directions. */
  static KexInitEdit ciphers(UnaryOperator<List<String>> change) {
    return from -> with(from, UnaryOperator.identity(), UnaryOperator.identity(), change);
  }

  static KexInitEdit cookie() {
    return from -> {
      byte[] cookie = from.cookie().clone();
      cookie[0] ^= 1;
      return copy(from, cookie, from.firstKexPacketFollows());
    };
  }

  static KexInitEdit guessFollows() {
    return from -> copy(from, from.cookie(), true);
  }

  static UnaryOperator<List<String>> without(String part) {
    return names -> names.stream().filter(name -> !name.contains(part)).toList();
  }

  static UnaryOperator<List<String>> adding(String name) {
    return names -> {
      List<String> more = new ArrayList<>(names);
      more.add(name);
      return more;
    };
  }

  static UnaryOperator<List<String>> reversed() {
    return List::reversed;
  }

  private static KexInit with(
      KexInit from,
      UnaryOperator<List<String>> kex,
      UnaryOperator<List<String>> hostKeys,
      UnaryOperator<List<String>> ciphers) {
    return new KexInit(
        from.cookie(),
        changed(from.kexAlgorithms(), kex),
        changed(from.serverHostKeyAlgorithms(), hostKeys),
        changed(from.encryptionClientToServer(), ciphers),
        changed(from.encryptionServerToClient(), ciphers),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        from.languagesClientToServer(),
        from.languagesServerToClient(),
        from.firstKexPacketFollows());
  }

  private static NameList changed(NameList list, UnaryOperator<List<String>> change) {
    return new NameList(change.apply(list.names()));
  }

  private static KexInit copy(KexInit from, byte[] cookie, boolean guessFollows) {
    return new KexInit(
        cookie,
        from.kexAlgorithms(),
        from.serverHostKeyAlgorithms(),
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        from.languagesClientToServer(),
        from.languagesServerToClient(),
        guessFollows);
  }
}
