package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.catalogue.Reach;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.proxy.Proxy;

/** {@code ssh-lite-mitm proxy}: one manipulation between a client and a server of the user's. */
final class ProxyCommand {
  static final Set<String> VALUED = Set.of("--target", "--listen", "--attack", "--host-key");
  static final Set<String> FLAGS = Set.of("--keep-secrets", "--once");

  private static final int SSH_PORT = 22;
  private static final int LISTEN_PORT = 2222;

  private ProxyCommand() {}

  static int run(List<String> words, PrintStream out) throws UsageException, IOException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    Manipulation manipulation =
        new Selection<>(Catalogue.all()).named(arguments.required("--attack"));
    InetSocketAddress target = address(arguments.required("--target"), SSH_PORT);
    InetSocketAddress listen =
        address(arguments.last("--listen").orElse("127.0.0.1:" + LISTEN_PORT), LISTEN_PORT);
    Scene scene = scene(arguments, manipulation);
    try (Proxy proxy =
        new Proxy(
            listen,
            target,
            manipulation,
            scene,
            arguments.flags().contains("--keep-secrets"),
            out::println)) {
      announce(proxy, target, manipulation, out);
      if (arguments.flags().contains("--once")) {
        proxy.accept().run();
        return Main.SOUND;
      }
      while (true) {
        Thread.ofVirtual().start(proxy.accept());
      }
    }
  }

  private static void announce(
      Proxy proxy, InetSocketAddress target, Manipulation manipulation, PrintStream out) {
    out.println(
        "acts on: whoever connects to "
            + text(proxy.address())
            + (manipulation.reach() == Reach.RELAY
                ? ", and on " + text(target)
                : "; it answers in the place of " + text(target) + ", which it does not call"));
    out.println("attack:  " + manipulation.label() + ": he " + manipulation.about().does());
    out.println("breaks:  " + manipulation.about().breaks());
    out.println("a sound peer must " + manipulation.about().demand());
  }

  /** What the attacker has: the target's keys only if the user hands them over. */
  private static Scene scene(Arguments arguments, Manipulation manipulation)
      throws UsageException, KeyFileException {
    List<HostKey> keys = new ArrayList<>();
    for (String file : arguments.all("--host-key")) {
      keys.add(HostKey.of(PrivateKeyFile.read(Path.of(file), (_, _) -> Optional.empty()).key()));
    }
    if (manipulation.reach() == Reach.HOST && keys.isEmpty()) {
      throw new UsageException(
          manipulation.label() + " is done " + Reach.HOST.text() + ": name it by --host-key FILE");
    }
    return Scene.attackerAlone(new SecureRandom(), keys, KexMethods.DEFAULT_OF_CLIENT);
  }

  /** {@code HOST}, {@code HOST:PORT}, {@code [ADDRESS]:PORT}. */
  static InetSocketAddress address(String text, int standardPort) throws UsageException {
    String host = text;
    int port = standardPort;
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    if (colon > 0 && (bracketed ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon)) {
      host = text.substring(0, colon);
      try {
        port = Integer.parseInt(text.substring(colon + 1));
      } catch (NumberFormatException _) {
        throw new UsageException("not a port: " + text);
      }
    }
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (port < 0 || port > 0xffff) {
      throw new UsageException("not a port: " + text);
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UsageException("no such host: " + host);
    }
    return address;
  }

  static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
