/** The SSH server: as a library, and as the executable sshd-lite. */
module org.sshlite.sshd {
  requires transitive org.sshlite.protocol;
  requires org.sshlite.program;
  requires org.sshlite.sftp;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.sshlite.sshd;
}
