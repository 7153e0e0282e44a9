/** The SSH server: as a library, and as the executable sshd-lite. */
module org.sshlite.sshd {
  requires transitive org.sshlite.protocol;
  requires transitive org.sshlite.sftp;
  requires org.sshlite.program;
  requires java.management;
  requires io.netty.codec.haproxy;
  requires io.prometheus.metrics.core;
  requires io.prometheus.metrics.model;
  requires io.prometheus.metrics.exporter.httpserver;
  requires io.prometheus.metrics.instrumentation.jvm;
  requires jdk.httpserver;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.sshlite.sshd;
  exports org.sshlite.sshd.login;
}
