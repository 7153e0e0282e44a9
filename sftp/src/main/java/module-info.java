/** The SSH file transfer protocol, version 3, both ends, over a pair of streams. */
module org.sshlite.sftp {
  requires transitive org.sshlite.crypto;
  requires static transitive org.jspecify;

  exports org.sshlite.sftp.client;
  exports org.sshlite.sftp.wire;
  exports org.sshlite.sftp.server;
  exports org.sshlite.sftp.machine;
  exports org.sshlite.sftp.path;
}
