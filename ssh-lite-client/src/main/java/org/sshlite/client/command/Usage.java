package org.sshlite.client.command;

/**
 * What is said of the command line. Programs read it: kitty's ssh takes what stands in brackets
 * behind a minus sign for flags, with a value where there is a blank. So words of our own do not.
 */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-lite [-46AaCfGgKkMNnqsTtVvXxYyZ] [-B bind_interface] [-b bind_address]
                      [-c cipher_spec] [-D [bind_address:]port] [-E log_file]
                      [-e escape_char] [-F configfile] [-i identity_file]
                      [-J destination] [-L address] [-l login_name] [-m mac_spec]
                      [-O ctl_cmd] [-o option] [-P tag] [-p port] [-R address]
                      [-S ctl_path] [-W host:port]
                      destination [command [argument ...]]
             ssh-lite --explain[=json] [options] destination
             ssh-lite --hosts FILE|HOST,HOST... [options] [command [argument ...]]
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
            -M  -S path   -O command                    share a connection; ask who does
            -t  -T        -n  -s        -f              terminal, none; no input; subsystem;
                                                        in the background after the login
            -4  -6        -b address    -B interface    addresses
            -c ciphers    -m macs       -C              algorithms, compression
            -v  -q        -E file       -e character    what is told, where; escapes
            -Q query      -V            -Z              algorithms there are; version; the
                                                        keys that would be offered, no login
            --explain[=json] host                       how a host's key is judged, no login
            --hosts list command                        on many hosts at once; --hosts --help
                                                        tells of its options

          Exit status: the command's; 255 when the connection failed.\
          """;

  private Usage() {}
}
