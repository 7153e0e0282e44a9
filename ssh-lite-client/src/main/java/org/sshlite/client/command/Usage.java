package org.sshlite.client.command;

/** What is said of the command line. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-lite [-46AaCGkNnqsTtVvXxY] [-c cipher_spec] [-E log_file]
                      [-e escape_char] [-F configfile] [-i identity_file]
                      [-l login_name] [-m mac_spec] [-o option] [-P tag]
                      [-p port] destination [command [argument ...]]
             ssh-lite --explain[=json] [-46] [-F configfile] [-o option]
                      [-p port] destination
             ssh-lite [-Q query_option]\
      """;

  static final String HELP =
      TEXT
          + """


          Logs in to another machine over SSH, or runs a command there. More: ssh-lite(1).

            -p port       -l user       -i key_file     where to, as whom, with what
            -F file       -o Key=value  -G              configuration; -G prints what holds
            -J hosts      -W host:port                  through other hosts; to a port there
            -L -R spec    -D port       -N              forwards; -N without a command
            -A  -a        -X  -Y  -x                    forward the agent, X11
            -t  -T        -n  -s                        terminal, none; no input; subsystem
            -4  -6        -b address    -B interface    addresses
            -c ciphers    -m macs       -C              algorithms, compression
            -v  -q        -E file       -e character    what is told, where; escapes
            -Q query      -V                            algorithms there are; version
            --explain[=json] host                       how a host's key is judged, no login

          Exit status: the command's; 255 when the connection failed.\
          """;

  private Usage() {}
}
