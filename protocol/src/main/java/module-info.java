/** SSH-2, both roles: messages, transport, authentication, connection, and the Netty adapter. */
module org.sshlite.protocol {
  requires transitive org.sshlite.crypto;
  requires transitive io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires static io.netty.codec;
  requires static io.netty.codec.haproxy;
  requires static transitive org.jspecify;

  exports org.sshlite.protocol.agent;
  exports org.sshlite.protocol.message;
  exports org.sshlite.protocol.transport;
  exports org.sshlite.protocol.auth;
  exports org.sshlite.protocol.conversation;
  exports org.sshlite.protocol.connection;
  exports org.sshlite.protocol.netty;
  exports org.sshlite.protocol.forward;
  exports org.sshlite.protocol.thread;
}
