package org.sshlite.mitm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sshlite.mitm.end.Marker;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.protocol.message.KexInit;

/** Narrows what an honest client proposes. */
final class Edits {
  private Edits() {}

  /** One key exchange method, and what is none among their names. */
  static UnaryOperator<KexInit> onlyKex(String method) {
    return honest ->
        KexInitField.KEX.edit(
            honest,
            names -> {
              List<String> only = new ArrayList<>(List.of(method));
              names.stream().filter(Marker::is).forEach(only::add);
              return only;
            });
  }

  /** One cipher both ways, and one MAC where the cipher has none. */
  static UnaryOperator<KexInit> onlyCipher(String cipher, String mac) {
    return honest -> {
      KexInit edited = honest;
      for (KexInitField field :
          List.of(KexInitField.CIPHER_TO_SERVER, KexInitField.CIPHER_TO_CLIENT)) {
        edited = field.edit(edited, _ -> List.of(cipher));
      }
      for (KexInitField field : List.of(KexInitField.MAC_TO_SERVER, KexInitField.MAC_TO_CLIENT)) {
        edited = field.edit(edited, names -> mac.isEmpty() ? names : List.of(mac));
      }
      return edited;
    };
  }
}
