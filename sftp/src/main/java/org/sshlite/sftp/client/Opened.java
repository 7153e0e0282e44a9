package org.sshlite.sftp.client;

import java.util.function.Function;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Response;

/**
 * What was opened for us. What comes when nobody waits any more is closed.
 *
 * @param path what was to be opened
 * @param as what its handle is good for
 */
record Opened<T>(Session session, FileName path, Function<FileHandle, T> as)
    implements Session.Meaning<T> {
  @Override
  public T of(Response.Answer answer) throws MalformedException, SftpException {
    FileHandle handle = Session.expect(answer, Response.Handle.class).handle();
    session.opened(handle, path);
    return as.apply(handle);
  }

  @Override
  public void unwanted(Response.Answer answer) {
    if (answer instanceof Response.Handle(_, var handle)) {
      session.close(handle, closed -> closed);
    }
  }
}
