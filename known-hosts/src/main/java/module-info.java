/** Whether a host is the one that was meant: known_hosts, host CAs, revocation, and the verdict. */
module org.sshlite.knownhosts {
  requires transitive org.sshlite.crypto;
  requires static transitive org.jspecify;

  exports org.sshlite.knownhosts;
}
