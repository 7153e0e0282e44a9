package org.sshlite.sshd.event;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.message.GlobalRequestType;

/** Tells what is answered to a request to listen. */
record ObservedRequest(IncomingRequest request, long connection, Events events)
    implements IncomingRequest {
  @Override
  public GlobalRequestType type() {
    return request.type();
  }

  @Override
  public boolean wantReply() {
    return request.wantReply();
  }

  @Override
  public void succeed(byte[] data) {
    request.succeed(data);
    tell(true, data);
  }

  @Override
  public void fail() {
    request.fail();
    tell(false, new byte[0]);
  }

  private void tell(boolean granted, byte[] data) {
    String address =
        switch (request.type()) {
          case GlobalRequestType.TcpipForward(var host, var port) ->
              host + " port " + (port == 0 && data.length > 0 ? bound(data) : port);
          case GlobalRequestType.CancelTcpipForward(var host, var port) -> host + " port " + port;
          case GlobalRequestType.StreamlocalForward(var path) -> path;
          case GlobalRequestType.CancelStreamlocalForward(var path) -> path;
          case GlobalRequestType.NoMoreSessions _, GlobalRequestType.Unknown _ -> null;
        };
    if (address != null) {
      events.tell(new Event.Forward(connection, request.type().name(), address, granted));
    }
  }

  private static long bound(byte[] data) {
    try {
      return GlobalRequestType.TcpipForward.boundPort(data);
    } catch (MalformedException e) {
      throw new AssertionError("an answer of our own", e);
    }
  }
}
