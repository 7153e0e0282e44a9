package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An {@link SshListener} that is told to listen elsewhere; any 127.x.y.z is there on Linux. */
@EnabledOnOs(OS.LINUX)
class ListenerChangeTest {
  private static final String ONE = "127.0.0.1";

  /** Of a network for documents, RFC 5737: no machine has it. */
  private static final InetSocketAddress ABSENT = new InetSocketAddress("203.0.113.9", 0);

  private static final ServerSetup SETUP = EchoServer.setup(new EchoServer());

  private SshListener listener;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    listener = SshListener.bind(List.of(new InetSocketAddress(ONE, 0)), SETUP);
    port = listener.addresses().getFirst().getPort();
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private InetSocketAddress at(String address) {
    return new InetSocketAddress(address, port);
  }

  private void change(InetSocketAddress... addresses) throws IOException {
    listener.change(List.of(addresses), List.of(), SETUP, Optional.empty());
  }

  /** Whether it is us who accept there. */
  private boolean serves(String address) {
    try (Socket socket = new Socket(InetAddress.getByName(address), port)) {
      socket.setSoTimeout(20_000);
      return socket.getInputStream().read() == 'S';
    } catch (IOException _) {
      return false;
    }
  }

  /** The inode of the one that listens there: proc(5), /proc/net/tcp. */
  private String socketAtOne() throws IOException {
    String address = "0100007F:%04X".formatted(port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split(" +");
        if (fields[1].endsWith(address) && fields[3].equals("0A")) {
          return fields[9];
        }
      }
    }
    throw new AssertionError("nobody listens at " + address);
  }

  private ServerSocket taken(String address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(at(address));
    return socket;
  }

  @Test
  void it_leaves_what_is_not_wanted_any_more_and_keeps_the_rest() throws Exception {
    change(at("127.0.0.2"), at(ONE));
    assertThat(listener.addresses()).containsExactly(at(ONE), at("127.0.0.2"));
    assertThat(serves(ONE)).isTrue();
    assertThat(serves("127.0.0.2")).isTrue();

    change(at("127.0.0.2"));
    await().until(() -> !serves(ONE));
    assertThat(serves("127.0.0.2")).isTrue();
    assertThat(listener.addresses()).containsExactly(at("127.0.0.2"));
  }

  @Test
  void a_port_that_was_chosen_stays_while_any_is_wanted() throws Exception {
    change(new InetSocketAddress(ONE, 0));
    assertThat(listener.addresses()).containsExactly(at(ONE));
    assertThat(serves(ONE)).isTrue();
  }

  @Test
  void who_comes_after_it_is_served_by_the_new_setup() throws Exception {
    ServerSetup none = new ServerSetup(SETUP.options(), SETUP.hostKeys(), _ -> Optional.empty());
    listener.change(List.of(at(ONE)), List.of(), none, Optional.empty());
    assertThat(serves(ONE)).isFalse();
  }

  @Test
  void all_is_as_before_where_one_cannot_be_bound() throws Exception {
    assertThatThrownBy(() -> change(at("127.0.0.2"), ABSENT))
        .hasMessageStartingWith("cannot listen on 203.0.113.9 port 0: ");
    assertThat(serves(ONE)).isTrue();
    await().until(() -> !serves("127.0.0.2"));
    assertThat(listener.addresses()).containsExactly(at(ONE));
  }

  /** Nobody could take it meanwhile: it is not closed and opened again. */
  @Test
  void an_address_that_is_not_here_lets_go_of_none_that_is() throws Exception {
    String before = socketAtOne();
    assertThatThrownBy(() -> change(new InetSocketAddress(ABSENT.getAddress(), port)))
        .hasMessageContaining("203.0.113.9 port " + port);
    assertThat(socketAtOne()).isEqualTo(before);
    assertThat(serves(ONE)).isTrue();
  }

  @Test
  void it_comes_back_where_the_wildcard_of_its_port_cannot_be_had() throws Exception {
    try (ServerSocket _ = taken("127.0.0.3")) {
      assertThatThrownBy(() -> change(at("0.0.0.0"))).hasMessageContaining("0.0.0.0 port " + port);
      assertThat(serves(ONE)).isTrue();
      assertThat(listener.addresses()).containsExactly(at(ONE));
    }
    change(at("0.0.0.0"));
    assertThat(serves("127.0.0.3")).isTrue();
  }

  @Test
  void the_wildcard_of_IPv4_takes_nothing_of_IPv6_and_each_takes_the_place_of_the_other()
      throws Exception {
    assumeThat(NetworkInterface.networkInterfaces())
        .anyMatch(each -> each.inetAddresses().anyMatch(Inet6Address.class::isInstance));
    for (int time = 0; time < 10; time++) {
      change(at("0.0.0.0"));
      assertThat(serves("127.0.0.3")).isTrue();
      assertThat(serves("::1")).isFalse();

      change(at("::"));
      assertThat(serves("127.0.0.3")).isTrue();
      assertThat(serves("::1")).isTrue();
    }
  }

  @Test
  void an_address_that_somebody_took_meanwhile_is_had_again_when_he_is_gone() throws Exception {
    try (ServerSocket _ = taken("127.0.0.3")) {
      ServerSocket[] thief = new ServerSocket[1];
      // told while it listens nowhere
      Consumer<IOException> unbound =
          _ -> {
            try {
              thief[0] = taken(ONE);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          };
      assertThatThrownBy(
              () ->
                  listener.change(
                      List.of(at("0.0.0.0"), ABSENT), List.of(), SETUP, Optional.of(unbound)))
          .hasMessageContaining("203.0.113.9");
      assertThat(listener.addresses()).isEmpty();

      thief[0].close();
      await().until(() -> serves(ONE));
      assertThat(listener.addresses()).containsExactly(at(ONE));
    }
  }

  @Test
  void a_socket_of_somebody_else_stays_where_it_is_given_again() throws Exception {
    try (ServerSocketChannel channel = ServerSocketChannel.open().bind(at("127.0.0.2"))) {
      BoundSocket given = new BoundSocket(channel, at("127.0.0.2"));
      listener.change(List.of(), List.of(given), SETUP, Optional.empty());
      listener.change(List.of(), List.of(given), SETUP, Optional.empty());
      assertThat(serves("127.0.0.2")).isTrue();
      assertThat(channel.isOpen()).isTrue();

      change(at(ONE));
      await().until(() -> !channel.isOpen());
    }
  }

  @Test
  void nothing_is_opened_by_one_that_accepts_no_more() {
    listener.stopAccepting();
    assertThatThrownBy(() -> change(at(ONE))).isInstanceOf(IOException.class);
    await().until(() -> !serves(ONE));
  }
}
