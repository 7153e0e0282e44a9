package org.sshlite.sftp.client;

import java.io.IOException;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.Response;

/** Waits for the STATUS of a WRITE. */
record Acknowledged(UnderWay underWay) implements Session.Receiver {
  @Override
  public void answered(Response.Answer answer) throws MalformedException {
    try {
      Session.expectOk(answer);
    } catch (SftpException e) {
      underWay.fail(e);
    }
    underWay.end();
  }

  @Override
  public void lost(IOException reason) {
    underWay.fail(reason);
    underWay.end();
  }
}
