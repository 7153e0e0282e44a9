package org.sshlite.sshd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.netty.BoundSocket;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.netty.Proxies;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.method.MethodLists;

/**
 * What a server is set up with.
 *
 * @param addresses to listen on; port 0 takes a free one
 * @param sockets that listen already; closed with the server
 * @param hostKeys best first, at least one; a {@link org.sshlite.crypto.cert.CertifiedSigner}
 *     offers its certificate. Clients that are logged in are told of all plain ones, so that they
 *     learn a key before it is the only one
 * @param transport algorithms, rekeying, time limits
 * @param passwords empty: the "password" method is not offered
 * @param publicKeys empty: the "publickey" method is not offered
 * @param devices what asks in the "keyboard-interactive" method, in the order to be tried; none: it
 *     is not offered
 * @param methods lists of methods of which one must succeed whole, in its order, as in
 *     AuthenticationMethods: {@code publickey,keyboard-interactive:totp}; none: any one will do
 * @param shell an application for sessions; without it, files and system shell they are refused
 * @param files what the subsystem "sftp" serves; not with the system's shell
 * @param systemShell whether sessions get the login shell of the account that runs this process
 * @param forwards decides about channels that are no sessions; empty refuses them all
 * @param banner text sent before authentication
 * @param startups limit on connections that have not logged in
 * @param sources limits of each address that connections come from
 * @param proxies whose word is taken for where connections come from
 * @param keepAlive whether the system looks whether clients are still there
 * @param unbound told of each address that cannot be bound, where the server is to do without it;
 *     empty: then it does not start
 * @param dropped told of each connection that is refused before a byte of it is read, and why; on
 *     an event loop, must not block
 * @param maximumSessions open at once on one connection; applications of sessions that are closed,
 *     and have not returned yet, have a limit of their own
 * @param application makes the whole application's side of a connection, in place of directories
 *     and shell; called on an event loop, must not block; empty drops the connection
 */
public record ServerOptions(
    List<InetSocketAddress> addresses,
    List<BoundSocket> sockets,
    List<Signer> hostKeys,
    TransportOptions transport,
    Optional<PasswordDirectory> passwords,
    Optional<KeyDirectory> publicKeys,
    List<LoginDevice> devices,
    List<String> methods,
    Optional<ShellApplication> shell,
    Optional<FilesApplication> files,
    boolean systemShell,
    Optional<ForwardApplication> forwards,
    Optional<String> banner,
    StartupLimit startups,
    SourceLimit sources,
    Proxies proxies,
    boolean keepAlive,
    Optional<Consumer<IOException>> unbound,
    BiConsumer<PeerAddresses, String> dropped,
    int maximumSessions,
    Optional<Function<PeerAddresses, Optional<ServerApplication>>> application) {

  public ServerOptions {
    addresses = List.copyOf(addresses);
    sockets = List.copyOf(sockets);
    hostKeys = List.copyOf(hostKeys);
    devices = List.copyOf(devices);
    methods = List.copyOf(methods);
    if (addresses.isEmpty() && sockets.isEmpty() || hostKeys.isEmpty()) {
      throw new IllegalArgumentException("a server needs an address and a host key");
    }
    MethodLists.of(methods); // refuses what does not exist
    if (systemShell && files.isPresent()) {
      throw new IllegalArgumentException("files of an application beside the system's shell");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<BoundSocket> sockets = new ArrayList<>();
    private final List<Signer> hostKeys = new ArrayList<>();
    private TransportOptions transport = TransportOptions.defaults();
    private @Nullable PasswordDirectory passwords;
    private @Nullable KeyDirectory publicKeys;
    private final List<LoginDevice> devices = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private @Nullable ShellApplication shell;
    private @Nullable FilesApplication files;
    private boolean systemShell;
    private @Nullable ForwardApplication forwards;
    private @Nullable String banner;
    private StartupLimit startups = StartupLimit.DEFAULT;
    private SourceLimit sources = SourceLimit.NONE;
    private Proxies proxies = Proxies.NONE;
    private boolean keepAlive = true;
    private @Nullable Consumer<IOException> unbound;
    private BiConsumer<PeerAddresses, String> dropped = (peer, reason) -> {};
    // as OpenSSH
    private int maximumSessions = 10;
    private @Nullable Function<PeerAddresses, Optional<ServerApplication>> application;

    private Builder() {}

    /**
     * May be called again for further addresses. All of IPv4 are {@code 0.0.0.0}, all of both kinds
     * are {@code ::}.
     */
    public Builder listen(String host, int port) {
      return listen(new InetSocketAddress(host, port));
    }

    public Builder listen(InetSocketAddress address) {
      addresses.add(address);
      return this;
    }

    /** Takes a socket that listens already. May be called again for further ones. */
    public Builder listen(BoundSocket socket) {
      sockets.add(socket);
      return this;
    }

    /** May be called again for further keys; the first is the one offered first. */
    public Builder hostKey(Signer key) {
      hostKeys.add(key);
      return this;
    }

    public Builder transport(TransportOptions value) {
      transport = value;
      return this;
    }

    public Builder passwords(PasswordDirectory value) {
      passwords = value;
      return this;
    }

    public Builder publicKeys(KeyDirectory value) {
      publicKeys = value;
      return this;
    }

    /** May be called again for further devices of "keyboard-interactive". */
    public Builder device(LoginDevice value) {
      devices.add(value);
      return this;
    }

    /**
     * Several factors, in their order: {@code publickey,keyboard-interactive:totp}. May be called
     * again for other ways to log in; without it any one method will do.
     */
    public Builder methods(String list) {
      methods.add(list);
      return this;
    }

    /** An application as the shell, the command and the subsystem of every session. */
    public Builder shell(ShellApplication value) {
      shell = value;
      return this;
    }

    /** What the subsystem "sftp" of every session serves. */
    public Builder files(FilesApplication value) {
      files = value;
      return this;
    }

    /**
     * The login shell of the account that runs this process, whoever logs in: commands, terminals,
     * job control. Needs native access, on Linux or macOS.
     */
    public Builder systemShell() {
      systemShell = true;
      return this;
    }

    /** Decides about ports, sockets and all else that is no session. */
    public Builder forwards(ForwardApplication value) {
      forwards = value;
      return this;
    }

    public Builder banner(String value) {
      banner = value;
      return this;
    }

    /** Who may be there without having logged in; 10:30:100 unless set, as OpenSSH. */
    public Builder startups(StartupLimit value) {
      startups = value;
      return this;
    }

    public Builder sources(SourceLimit value) {
      sources = value;
      return this;
    }

    /** Who begins with a header of the PROXY protocol; needs Netty's codec-haproxy. */
    public Builder proxies(Proxies value) {
      proxies = value;
      return this;
    }

    /** Does without addresses that cannot be bound, if it has another one, and tells of them. */
    public Builder unbound(Consumer<IOException> told) {
      unbound = told;
      return this;
    }

    /** TCPKeepAlive; by default on. */
    public Builder keepAlive(boolean value) {
      keepAlive = value;
      return this;
    }

    public Builder dropped(BiConsumer<PeerAddresses, String> value) {
      dropped = value;
      return this;
    }

    /** Sessions at once on one connection; 10 unless set, as OpenSSH. */
    public Builder maximumSessions(int value) {
      maximumSessions = value;
      return this;
    }

    /** Everything by yourself: logins and sessions. */
    public Builder application(Function<PeerAddresses, Optional<ServerApplication>> value) {
      application = value;
      return this;
    }

    /**
     * @throws IllegalArgumentException without an address or a host key, or with what does not go
     *     together
     */
    public ServerOptions build() {
      return new ServerOptions(
          addresses,
          sockets,
          hostKeys,
          transport,
          Optional.ofNullable(passwords),
          Optional.ofNullable(publicKeys),
          devices,
          methods,
          Optional.ofNullable(shell),
          Optional.ofNullable(files),
          systemShell,
          Optional.ofNullable(forwards),
          Optional.ofNullable(banner),
          startups,
          sources,
          proxies,
          keepAlive,
          Optional.ofNullable(unbound),
          dropped,
          maximumSessions,
          Optional.ofNullable(application));
    }
  }
}
