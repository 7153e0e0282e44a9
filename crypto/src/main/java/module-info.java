/** Wire data types, keys, certificates, key agreement and packet protection of SSH-2. */
module org.sshlite.crypto {
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.sshlite.crypto.wire;
  exports org.sshlite.crypto.pattern;
  exports org.sshlite.crypto.file;
  exports org.sshlite.crypto.key;
  exports org.sshlite.crypto.cert;
  exports org.sshlite.crypto.kex;
  exports org.sshlite.crypto.legacy;
  exports org.sshlite.crypto.cipher;
  exports org.sshlite.crypto.pem;
  exports org.sshlite.crypto.signer;
}
