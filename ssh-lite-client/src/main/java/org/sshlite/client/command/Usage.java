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

  private Usage() {}
}
