package org.sshlite.sshd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.session.RequestTexts;
import org.sshlite.sshd.session.VariableRoom;

/** One session channel with an application behind it: its shell, or its files. */
final class ApplicationSession implements ChannelHandler, Terminal {
  private static final Logger LOG = System.getLogger("sshd");
  private static final String SFTP = "sftp";

  private final Channel channel;
  private final String user;
  private final Optional<ShellApplication> application;
  private final Optional<FilesApplication> files;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final VariableRoom room;
  private volatile Optional<String> type = Optional.empty();
  private volatile Optional<Size> size = Optional.empty();
  private Optional<String> command = Optional.empty();
  private Optional<String> subsystem = Optional.empty();
  private volatile @Nullable Consumer<Size> resizeListener;
  private volatile @Nullable Consumer<String> signalListener;
  private @Nullable Thread thread;

  ApplicationSession(
      Channel channel,
      String user,
      Optional<ShellApplication> application,
      Optional<FilesApplication> files) {
    this.channel = channel;
    this.user = user;
    this.room = new VariableRoom(user);
    this.application = application;
    this.files = files;
  }

  @Override
  public boolean request(SessionRequest request) {
    return RequestTexts.fit(request) && handled(request);
  }

  private boolean handled(SessionRequest request) {
    return switch (request) {
      case SessionRequest.PtyRequest pty -> {
        type = Optional.of(pty.terminal());
        yield resized(new Size(pty.columns(), pty.rows()));
      }
      case SessionRequest.Env env -> variable(env);
      case SessionRequest.Shell() -> start();
      case SessionRequest.Exec exec -> {
        command = Optional.of(exec.text());
        yield start();
      }
      case SessionRequest.Subsystem(var name) -> {
        subsystem = Optional.of(name);
        yield files.isPresent() && name.equals(SFTP) ? serve(files.get()) : start();
      }
      case SessionRequest.WindowChange change ->
          type.isPresent() && resized(new Size(change.columns(), change.rows()));
      case SessionRequest.Signal(var name) -> signalled(name);
      default -> false;
    };
  }

  private boolean variable(SessionRequest.Env env) {
    if (thread != null || !room.take(env.name(), env.value())) {
      return false;
    }
    environment.put(env.name(), env.text());
    return true;
  }

  private boolean resized(Size now) {
    size = Optional.of(now);
    Consumer<Size> listener = resizeListener;
    if (listener != null) {
      listener.accept(now);
    }
    return true;
  }

  private boolean signalled(String name) {
    Consumer<String> listener = signalListener;
    if (listener != null) {
      listener.accept(name);
    }
    return listener != null;
  }

  private boolean start() {
    if (application.isEmpty()) {
      return false;
    }
    ShellApplication shell = application.get();
    return run(Thread.ofVirtual().name("ssh-shell"), () -> shell.run(this));
  }

  /** Files wait in calls of the system, so their thread is one of the platform. */
  private boolean serve(FilesApplication served) {
    return run(
        Thread.ofPlatform().daemon().name("ssh-sftp"), new FileSession(channel, user, served)::run);
  }

  /** What gives an exit status. */
  private interface Job {
    int run() throws IOException;
  }

  private boolean run(Thread.Builder builder, Job job) {
    if (thread != null) {
      return false;
    }
    try {
      Thread begun = builder.unstarted(() -> run(job));
      Threads.start(begun);
      thread = begun;
      return true;
    } catch (NoThreadException e) {
      LOG.log(Level.ERROR, "no thread for a session of {0}: {1}", user, e.getMessage());
      return false;
    }
  }

  private void run(Job job) {
    int status = 1;
    try {
      status = job.run();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "session of {0} ended: {1}", user, e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the application failed", e);
    } finally {
      channel.send(new SessionRequest.ExitStatus(status & 0xff));
      channel.close();
    }
  }

  @Override
  public void closed() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    room.close();
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public Optional<String> command() {
    return command;
  }

  @Override
  public Optional<String> subsystem() {
    return subsystem;
  }

  @Override
  public InputStream input() {
    return channel.input();
  }

  @Override
  public OutputStream output() {
    return channel.output();
  }

  @Override
  public OutputStream errors() {
    return channel.extendedOutput();
  }

  @Override
  public Optional<String> type() {
    return type;
  }

  @Override
  public Optional<Size> size() {
    return size;
  }

  @Override
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  @Override
  public void onResize(Consumer<Size> listener) {
    resizeListener = listener;
  }

  @Override
  public void onSignal(Consumer<String> listener) {
    signalListener = listener;
  }
}
