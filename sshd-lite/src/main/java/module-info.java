/** The SSH server: as a library, and as the executable sshd-lite. */
module org.sshlite.sshd {
  requires transitive org.sshlite.protocol;
  requires transitive org.sshlite.sftp;
  requires org.sshlite.program;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.sshlite.sshd;
  exports org.sshlite.sshd.login;
}
