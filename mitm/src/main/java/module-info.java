/** The man in the middle: a bench that tells whether an SSH client or server notices. */
module org.sshlite.mitm {
  requires transitive org.sshlite.protocol;
  requires transitive org.sshlite.client;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;

  exports org.sshlite.mitm.evidence;
  exports org.sshlite.mitm.catalogue;
  exports org.sshlite.mitm.bench;
  exports org.sshlite.mitm.probe;
  exports org.sshlite.mitm.proxy;
  exports org.sshlite.mitm.report;
  exports org.sshlite.mitm.watch;
  exports org.sshlite.mitm.wire;
  exports org.sshlite.mitm.end;
  exports org.sshlite.mitm.junit;
}
