package org.sshlite.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key file that a configuration names.
 *
 * @param path as it was written: {@code ~} and tokens not yet replaced
 * @param asked whether the user named it, in a file of the user's or on the command line; else it
 *     is a default or the administrator's, and nothing is said when it is missing
 */
public record IdentityFile(String path, boolean asked) {
  /** Those that OpenSSH tries unless one is named. */
  static final List<IdentityFile> USUAL =
      Stream.of("rsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk", "mldsa44_ed25519")
          .map(type -> new IdentityFile("~/.ssh/id_" + type, false))
          .toList();

  /** A file is tried once, however often it is named. */
  static List<IdentityFile> union(List<IdentityFile> before, List<IdentityFile> added) {
    List<IdentityFile> all = new ArrayList<>(before);
    for (IdentityFile file : added) {
      if (all.stream().noneMatch(known -> known.path().equals(file.path()))) {
        all.add(file);
      }
    }
    return List.copyOf(all);
  }
}
