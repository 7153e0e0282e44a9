package org.sshlite.knownhosts;

import org.sshlite.crypto.key.PublicKey;

/** What a host's SSHFP records say of its key, RFC 4255 §2.4. */
public sealed interface DnsFinding {
  /** There is nothing to compare with. */
  record Nothing() implements DnsFinding {}

  /** The lookup failed: as good as {@link Nothing}, and told. */
  record Failed(String problem) implements DnsFinding {}

  /** Every record that can be compared has the key. */
  record Match(boolean secure) implements DnsFinding {}

  /** Records exist, and none has the key, or one contradicts it. */
  record Mismatch(DnsAnswer.Records records) implements DnsFinding {}

  /**
   * Compares the records with a key. Records for keys of other types only are a mismatch: else an
   * attacker would just show a key of another type.
   */
  static DnsFinding of(DnsAnswer answer, PublicKey key) {
    return switch (answer) {
      case DnsAnswer.NotAsked _ -> new Nothing();
      case DnsAnswer.Failed(String problem) -> new Failed(problem);
      case DnsAnswer.Records records -> compare(records, SshfpRecord.of(key));
    };
  }

  private static DnsFinding compare(DnsAnswer.Records answer, SshfpRecord expected) {
    var comparable = answer.records().stream().filter(SshfpRecord::isComparable).toList();
    var sameType = comparable.stream().filter(r -> r.algorithm() == expected.algorithm()).toList();
    if (comparable.isEmpty()) {
      return new Nothing();
    }
    return !sameType.isEmpty() && sameType.stream().allMatch(expected::equals)
        ? new Match(answer.secure())
        : new Mismatch(answer);
  }
}
