package org.sshlite.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.machine.MachineFiles;
import org.sshlite.sftp.server.OpenFile;
import org.sshlite.sftp.server.Permissions;
import org.sshlite.sftp.server.ServedFiles;
import org.sshlite.sftp.server.SessionLog;
import org.sshlite.sftp.server.SftpServer;
import org.sshlite.sftp.wire.FileName;

/** The files of this machine by way of a server in this process, which can be told to fail. */
final class ServedInMemory implements AutoCloseable {
  private static final int PIPE = 1024 * 1024;

  /** Says what is not to be done. */
  interface Refusal {
    /**
     * @param call a method of {@link ServedFiles} or {@link OpenFile}
     */
    void check(String call, List<Object> arguments) throws IOException;
  }

  /** In words, with what was given. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  final SftpFileSystemProvider provider = new SftpFileSystemProvider();

  /** Completes when the client has ended the session. */
  final CompletableFuture<Void> over = new CompletableFuture<>();

  final AtomicInteger openFiles = new AtomicInteger();

  private final SftpClient client;
  private volatile Refusal refusal = (_, _) -> {};

  /**
   * @param lacks operations that the server does not have, by the names of sftp-server(8)
   */
  ServedInMemory(String... lacks) throws IOException {
    Permissions permissions =
        new Permissions(false, Set.of(lacks), Optional.empty(), Permissions.ALL.guard());
    PipedInputStream requests = new PipedInputStream(PIPE);
    PipedInputStream answers = new PipedInputStream(PIPE);
    OutputStream toServer = new PipedOutputStream(requests);
    OutputStream toClient = new PipedOutputStream(answers);
    Thread.ofPlatform().daemon().start(() -> serve(requests, toClient, permissions));
    client = SftpClient.open(answers, toServer);
  }

  private void serve(InputStream in, OutputStream out, Permissions permissions) {
    try (out;
        MachineFiles files =
            new MachineFiles(Optional.empty(), FileName.of("/"), OptionalInt.of(0022))) {
      SftpServer.serve(in, out, watched(ServedFiles.class, files), permissions, SessionLog.NONE);
    } catch (IOException _) {
      return; // the client has gone, which is how every test ends
    } finally {
      over.complete(null);
    }
  }

  private <T> T watched(Class<T> type, T served) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Watched(served)));
  }

  private final class Watched implements InvocationHandler {
    private final Object served;

    Watched(Object served) {
      this.served = served;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      Object[] given = arguments == null ? new Object[0] : arguments.clone();
      for (int i = 0; i < given.length; i++) {
        if (given[i] instanceof OpenFile file
            && Proxy.getInvocationHandler(file) instanceof Watched watched) {
          given[i] = watched.served;
        }
      }
      calls.add(method.getName() + List.of(given));
      boolean closes = served instanceof OpenFile && method.getName().equals("close");
      openFiles.addAndGet(closes ? -1 : 0);
      refusal.check(method.getName(), List.of(given));
      try {
        Object result = method.invoke(served, given);
        if (result instanceof OpenFile file) {
          openFiles.incrementAndGet();
          return watched(OpenFile.class, file);
        }
        return result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  /** From now on. */
  void refusing(Refusal value) {
    refusal = value;
  }

  SftpFileSystem files() throws IOException {
    return SftpFileSystem.of(provider, "test", client, () -> {});
  }

  @Override
  public void close() {
    client.close();
  }
}
