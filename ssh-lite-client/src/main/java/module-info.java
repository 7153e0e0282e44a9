/** The SSH client: a library, and the programs {@code ssh-lite}, -sftp and -scp. */
@SuppressWarnings("module") // org.sshlite.tools is compiled after this one
module org.sshlite.client {
  requires transitive org.sshlite.protocol;
  requires transitive org.sshlite.program;
  requires transitive org.sshlite.knownhosts;
  requires transitive org.sshlite.sftp;
  requires io.netty.codec.dns;
  requires io.netty.common;
  // the programs' terminal; the library does without
  requires static org.jline.reader;
  requires static org.jline.terminal;
  requires static org.jline.terminal.ffm;
  // for SIGWINCH, which JLine's signals ask of sun.misc
  requires jdk.unsupported;
  requires static transitive org.jspecify;

  exports org.sshlite.client;
  exports org.sshlite.client.config;
  exports org.sshlite.client.dialog;
  exports org.sshlite.client.dns;
  exports org.sshlite.client.files;
  exports org.sshlite.client.identity;
  exports org.sshlite.client.trust;
  exports org.sshlite.client.terminal to
      org.sshlite.tools;

  provides java.nio.file.spi.FileSystemProvider with
      org.sshlite.client.files.SftpFileSystemProvider;
}
