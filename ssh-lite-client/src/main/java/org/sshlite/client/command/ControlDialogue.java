package org.sshlite.client.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.sharing.MuxClient;
import org.sshlite.client.sharing.MuxRequest;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.system.Libc;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.forward.Target;

/** What a master does for one client, request by request. On the client's thread. */
final class ControlDialogue {
  /** Each is a socket that listens, here or there, for as long as the connection lasts. */
  private static final int MOST_FORWARDS = 256;

  private static final String REFUSED = "Session open refused by peer";
  private static final String ANOTHER = "Multiple sessions not supported";

  private final ControlMaster master;
  private final SharedSessions sessions;
  private final MuxClient client;
  private @Nullable Runnable running;

  ControlDialogue(ControlMaster master, SharedSessions sessions, MuxClient client) {
    this.master = master;
    this.sessions = sessions;
    this.client = client;
  }

  /**
   * Until the client is gone.
   *
   * @throws IOException that it is, or why it has to go
   */
  void run() throws IOException {
    client.greet();
    while (true) {
      MuxRequest request = client.receive();
      long id = request.id();
      switch (request) {
        case MuxRequest.NewSession session -> start(session);
        case MuxRequest.NewStdioForward forward -> connect(forward);
        case MuxRequest.AliveCheck _ -> client.alive(id, ProcessHandle.current().pid());
        case MuxRequest.Terminate _ -> {
          if (permitted(id, "Terminate shared connection to " + host() + "? ")) {
            client.ok(id);
            master.terminate();
          }
        }
        case MuxRequest.OpenForward(_, var spec, var remote) -> open(id, spec, remote);
        case MuxRequest.CloseForward(_, var spec, var remote) -> {
          if (requested().cancel(remote, spec)) {
            client.ok(id);
          } else {
            client.failed(id, "port not forwarded");
          }
        }
        case MuxRequest.StopListening _ -> {
          String question = "Disable further multiplexing on shared connection to ";
          if (permitted(id, question + host() + "? ")) {
            master.stopListening();
            client.ok(id);
          }
        }
        case MuxRequest.Proxy _ -> {
          if (permitted(id, "Allow multiplex proxy connection?")) {
            client.proxied(id);
            pass();
          }
        }
        case MuxRequest.Info(_, var topic) -> inform(id, topic);
        case MuxRequest.Invalid _ -> client.failed(id, "Invalid forwarding request");
        case MuxRequest.Unsupported _ -> client.failed(id, "unsupported request");
      }
    }
  }

  private String host() {
    return Printable.line(sessions.host());
  }

  private RequestedForwards requested() {
    return sessions.forwards().requested();
  }

  /** False when our user does not want it, which the client was told. */
  private boolean permitted(long id, String question) throws IOException {
    boolean permitted = master.permits(question);
    if (!permitted) {
      client.denied(id);
    }
    return permitted;
  }

  private void inform(long id, String topic) throws IOException {
    switch (topic) {
      case "connection" -> client.info(id, true, sessions.connection());
      case "channels" -> client.info(id, true, master.channels());
      default -> client.info(id, false, "info request type not supported");
    }
  }

  /** There is nothing to wait for but its end: it says how long it needs the connection. */
  private void pass() throws IOException {
    long session = master.begin();
    try {
      new SharedProxy(client).run(sessions.session().connection());
    } finally {
      master.end(session);
    }
  }

  // forwards

  private void open(long id, ForwardSpec spec, boolean remote) throws IOException {
    boolean ran = requested().runs(remote, spec);
    if (!ran) {
      String kind = remote ? "remote" : spec.connect().isPresent() ? "local" : "dynamic";
      String question = "Open " + kind + " forward " + spec + " on " + host() + "?";
      if (!permitted(id, Printable.line(question))) {
        return;
      }
    }
    boolean opened;
    // one after the other: the same one that two clients ask for is opened once; who is asked, or
    // takes no answer, keeps nobody waiting
    synchronized (master) {
      opened =
          requested().runs(remote, spec)
              // one that was cancelled meanwhile nobody was asked about
              || !ran && requested().count() < MOST_FORWARDS && begins(spec, remote);
    }
    if (!opened) {
      client.failed(
          id,
          remote
              ? "remote port forwarding failed for listen "
                  + Printable.line(RequestedForwards.named(spec.listen()))
              : "Port forwarding failed");
    } else if (remote && spec.listen() instanceof ForwardSpec.End.Port(_, var port) && port == 0) {
      client.remotePort(id, requested().remotePort(spec));
    } else {
      client.ok(id);
    }
  }

  private boolean begins(ForwardSpec spec, boolean remote) throws IOException {
    return remote ? requested().remote(spec, false) : requested().local(spec);
  }

  // sessions

  private void start(MuxRequest.NewSession request) throws IOException {
    List<Integer> descriptors = client.receiveDescriptors(3);
    boolean passedOn = false;
    try {
      if (running != null) {
        client.failed(request.id(), ANOTHER);
        return;
      }
      if (!permitted(request.id(), "Allow shared connection to " + host() + "? ")) {
        return;
      }
      SessionChannel channel;
      try {
        channel = sessions.session().open().join();
      } catch (CompletionException | CancellationException e) {
        client.failed(request.id(), REFUSED);
        return;
      }
      long session = master.begin();
      channel.exit().whenComplete((_, _) -> master.end(session)); // at once: it counts from here
      SharedProgram program;
      try {
        program =
            new SharedProgram(
                sessions,
                master::channels,
                client,
                request.session(),
                session,
                descriptors,
                channel);
      } catch (IOException | RuntimeException e) {
        channel.close(); // nobody else will
        throw e;
      }
      passedOn = true;
      running = program::clientGone;
      try {
        program.request();
        client.opened(request.id(), session);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      } finally {
        program.start(); // it also cleans up
      }
    } finally {
      if (!passedOn) {
        close(descriptors);
      }
    }
  }

  private void connect(MuxRequest.NewStdioForward request) throws IOException {
    List<Integer> descriptors = client.receiveDescriptors(2);
    boolean passedOn = false;
    try {
      if (running != null) {
        client.failed(request.id(), ANOTHER);
        return;
      }
      Target target = request.target();
      String place = Printable.line(ControlMaster.describe(target));
      if (!permitted(request.id(), "Allow forward to " + place + "? ")) {
        return;
      }
      Channel channel;
      try {
        channel = sessions.session().open(target).join();
      } catch (CompletionException | CancellationException e) {
        client.failed(request.id(), REFUSED);
        return;
      }
      long session = master.begin();
      channel.closed().whenComplete((_, _) -> master.end(session)); // as above
      SharedPipe pipe;
      try {
        pipe = new SharedPipe(client, descriptors, channel);
      } catch (IOException | RuntimeException e) {
        channel.abort();
        throw e;
      }
      passedOn = true;
      running = pipe::clientGone;
      try {
        client.opened(request.id(), session);
      } finally {
        pipe.start();
      }
    } finally {
      if (!passedOn) {
        close(descriptors);
      }
    }
  }

  private static void close(List<Integer> descriptors) {
    descriptors.forEach(descriptor -> Libc.call("close", descriptor));
  }

  /** What it has started goes with it. */
  void clientGone() {
    if (running != null) {
      running.run();
    }
  }
}
