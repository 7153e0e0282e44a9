package org.sshlite.tools.keyscan;

/** What is said of the command line. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-lite-keyscan [-46cDHqv] [-f file] [-O option] [-p port] [-T timeout]
                              [-t type] [host | addrlist namelist]
      """;

  static final String HELP =
      TEXT
          + """

          Asks hosts for their public host keys and prints them as lines of known_hosts. Nothing
          is logged in to. A key that is seen on the way is not a key that is known to be the
          host's: compare fingerprints before you believe it.

            -4 -6      only IPv4, only IPv6 addresses
            -c         certificates instead of plain keys
            -D         SSHFP records for the DNS, -O hashalg=sha1|sha256 of one hash only
            -f file    hosts, one a line: a name, a CIDR range, or addresses and names, both
                       separated by commas; - for standard input
            -H         hashed host names
            -p port    another port than 22
            -q         no comment lines
            -T time    how long to wait for a host, 5 seconds by default
            -t types   rsa, ecdsa, ed25519, ecdsa-sk, ed25519-sk, mldsa44-ed25519; all of them
                       by default
            -v         tells why a key could not be had
          """;

  private Usage() {}
}
