package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.List;
import org.sshlite.mitm.end.Gone;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.ServerEnd;

/** What a client must offer for a manipulation to make sense. */
final class Requirement {
  private Requirement() {}

  static void kexMethod(ServerEnd end, String name) throws IOException {
    if (!end.clientKexInit().kexAlgorithms().contains(name)) {
      missing(end, name);
    }
  }

  static void hostKeyAlgorithm(ServerEnd end, List<HostKey> keys) throws IOException {
    List<String> offered = keys.stream().flatMap(key -> key.algorithms().stream()).toList();
    List<String> proposed = end.clientKexInit().serverHostKeyAlgorithms().names();
    if (offered.stream().noneMatch(proposed::contains)) {
      missing(end, offered.isEmpty() ? "a host key of that type" : String.join(", ", offered));
    }
  }

  private static void missing(ServerEnd end, String name) throws IOException {
    end.evidence().inapplicable("the client does not propose " + name);
    throw new Gone("not applicable");
  }
}
