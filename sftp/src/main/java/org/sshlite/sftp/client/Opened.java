package org.sshlite.sftp.client;

import java.util.function.Function;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.Response;

/**
 * What was opened for us. What comes when nobody waits any more is closed.
 *
 * @param as what its handle is good for
 */
record Opened<T>(Session session, Function<FileHandle, T> as) implements Session.Meaning<T> {
  @Override
  public T of(Response.Answer answer) throws MalformedException, SftpException {
    FileHandle handle = Session.expect(answer, Response.Handle.class).handle();
    session.opened(handle);
    return as.apply(handle);
  }

  @Override
  public void unwanted(Response.Answer answer) {
    if (answer instanceof Response.Handle(_, var handle)) {
      session.close(handle, closed -> closed);
    }
  }
}
