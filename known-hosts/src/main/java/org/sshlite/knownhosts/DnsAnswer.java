package org.sshlite.knownhosts;

import java.util.List;

/** What came of looking up a host's SSHFP records. */
public sealed interface DnsAnswer {
  /** Nothing was looked up. */
  record NotAsked() implements DnsAnswer {}

  /**
   * The lookup failed, in whatever way: this proves nothing and never helps a key (CVE-2025-26465).
   *
   * @param problem safe to print
   */
  record Failed(String problem) implements DnsAnswer {}

  /**
   * An answer.
   *
   * @param records none when there are none for the name
   * @param secure whether DNSSEC vouches for the answer, as a validating resolver that is trusted
   *     says (AD bit)
   */
  record Records(List<SshfpRecord> records, boolean secure) implements DnsAnswer {
    public Records {
      records = List.copyOf(records);
    }
  }
}
