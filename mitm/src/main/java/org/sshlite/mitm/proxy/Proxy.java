package org.sshlite.mitm.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.mitm.catalogue.Attack;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.catalogue.Reach;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.PacketLink;

/**
 * One manipulation between real clients and a real server. On the wire it relays; where it answers
 * in the server's place, the server is never called.
 */
public final class Proxy implements AutoCloseable {
  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Manipulation manipulation;
  private final Scene scene;
  private final boolean keepsSecrets;
  private final Consumer<String> log;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param log gets each event, one line
   */
  public Proxy(
      InetSocketAddress listen,
      InetSocketAddress target,
      Manipulation manipulation,
      Scene scene,
      boolean keepsSecrets,
      Consumer<String> log)
      throws IOException {
    this.target = target;
    this.manipulation = manipulation;
    this.scene = scene;
    this.keepsSecrets = keepsSecrets;
    this.log = log;
    this.listening = new ServerSocket();
    listening.bind(listen);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /**
   * Takes one connection.
   *
   * @return what is done with it; it runs on the thread that runs this
   */
  public Runnable accept() throws IOException {
    Socket client = listening.accept();
    sockets.add(client);
    String name = client.getInetAddress().getHostAddress() + ":" + client.getPort();
    return () -> serve(client, name);
  }

  private void serve(Socket client, String name) {
    Consumer<String> events = line -> log.accept(name + "  " + line);
    events.accept("connected");
    try (client) {
      Evidence evidence = new Evidence(keepsSecrets, events);
      Attack attack = manipulation.attack();
      if (manipulation.reach() == Reach.RELAY) {
        new Relay(client, attack.alteration(), evidence).run(target);
      } else {
        answer(client, attack, evidence);
      }
    } catch (IOException e) {
      events.accept(Printable.line("" + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
      events.accept("over");
    }
  }

  private void answer(Socket client, Attack attack, Evidence evidence) throws IOException {
    client.setTcpNoDelay(true);
    PacketLink link =
        new PacketLink(
            new BufferedInputStream(client.getInputStream()),
            client.getOutputStream(),
            Direction.TO_CLIENT,
            attack.alteration(),
            evidence);
    new ServerEnd(link, attack.conduct(), scene, evidence).run();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
