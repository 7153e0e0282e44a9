/** The programs {@code ssh-lite-keygen} and {@code ssh-lite-keyscan}. */
module org.sshlite.tools {
  requires org.sshlite.client;
  requires static transitive org.jspecify;
}
