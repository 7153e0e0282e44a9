/** The SSH client: a library, and the program {@code ssh-lite}. */
module org.sshlite.client {
  requires transitive org.sshlite.protocol;
  requires transitive org.sshlite.program;
  requires transitive org.sshlite.knownhosts;
  requires transitive org.sshlite.sftp;
  requires io.netty.codec.dns;
  requires org.jline.terminal;
  requires org.jline.terminal.ffm;
  // for SIGWINCH, which JLine's signals ask of sun.misc
  requires jdk.unsupported;
  requires static transitive org.jspecify;

  exports org.sshlite.client;
  exports org.sshlite.client.agent;
  exports org.sshlite.client.config;
  exports org.sshlite.client.dialog;
  exports org.sshlite.client.dns;
  exports org.sshlite.client.identity;
  exports org.sshlite.client.trust;
}
