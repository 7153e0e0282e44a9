package org.sshlite.sshd.main;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.key.Signer;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.config.ListenAddress;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.RekeyLimit;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.ServerConfigReader;
import org.sshlite.sshd.config.Settings;

/** From the command line to a configuration, its keys and its transport. */
final class Startup {
  /** asyncssh, paramiko, JSch and others look for it anywhere in an identification string. */
  private static final String OTHERS_NAME = "openssh";

  private static final int SSH_PORT = 22;

  // without a configuration anybody may start it, and ports below 1024 are root's
  private static final int PORT_WITHOUT_CONFIG = 2222;

  private final CommandLine line;
  private final StderrLog log;
  private final ServerConfig config;
  private final boolean configured;

  private Startup(CommandLine line, StderrLog log, ServerConfig config, boolean configured) {
    this.line = line;
    this.log = log;
    this.config = config;
    this.configured = configured;
  }

  /** Reads the configuration. */
  static Startup read(CommandLine line, StderrLog log) throws ConfigException, ExitException {
    ServerConfigReader reader = new ServerConfigReader(log);
    line.family().ifPresent(family -> reader.set(Settings.ADDRESS_FAMILY, family));
    line.grace().ifPresent(grace -> reader.set(Settings.LOGIN_GRACE_TIME, grace));
    line.logLevel().ifPresent(level -> reader.set(Settings.LOG_LEVEL, level));
    if (!line.hostKeys().isEmpty()) {
      reader.set(Settings.HOST_KEY, line.hostKeys());
    }
    if (!line.hostCertificates().isEmpty()) {
      reader.set(Settings.HOST_CERTIFICATE, line.hostCertificates());
    }
    for (ConfigLine option : line.options()) {
      try {
        reader.option(option);
      } catch (ConfigException e) {
        throw new ExitException(ExitException.USAGE, e.getMessage());
      }
    }
    Optional<Path> file =
        line.configFile().isPresent()
            ? line.configFile().filter(name -> !name.equalsIgnoreCase("none")).map(Path::of)
            : Folders.systemConfig();
    if (file.isPresent()) {
      reader.file(file.get());
    } else if (reader.finish().get(Settings.SUBSYSTEM).isEmpty()) {
      // sshd has none by itself, but the file that comes with it does
      reader.set(Settings.SUBSYSTEM, Map.of("sftp", "internal-sftp"));
    }
    if (!line.ports().isEmpty()) {
      // as sshd: -p takes the place of every Port
      reader.set(Settings.PORT, line.ports());
    }
    Startup startup = new Startup(line, log, reader.finish(), file.isPresent());
    reader.set(Settings.PORT, startup.ports());
    ServerConfig config = reader.finish();
    LoginSettings.check(config);
    if (config.get(Settings.VERSION_ADDENDUM).toLowerCase(Locale.ROOT).contains(OTHERS_NAME)) {
      log.info(
          "VersionAddendum names OpenSSH: clients that look for that name take this server for a"
              + " version of it, and do what it would need");
    }
    return new Startup(line, log, config, file.isPresent());
  }

  private List<Integer> ports() {
    List<Integer> ports = config.get(Settings.PORT);
    return ports.isEmpty() ? List.of(configured ? SSH_PORT : PORT_WITHOUT_CONFIG) : ports;
  }

  ServerConfig config() {
    return config;
  }

  /**
   * The host keys, best first, and their certificates.
   *
   * @param make whether one may be made where there is none
   */
  List<Signer> hostKeys(boolean make) throws ConfigException, ExitException {
    HostKeys keys =
        new HostKeys(
            log,
            config.get(Settings.REQUIRED_RSA_SIZE),
            HostKeyAgent.find(config.get(Settings.HOST_KEY_AGENT), System.getenv(), log));
    return keys.certified(plainHostKeys(keys, make), config.get(Settings.HOST_CERTIFICATE));
  }

  private List<Signer> plainHostKeys(HostKeys keys, boolean make)
      throws ConfigException, ExitException {
    if (!config.get(Settings.HOST_KEY).isEmpty()) {
      return keys.named(config.get(Settings.HOST_KEY));
    }
    List<Signer> system = configured ? keys.system() : List.of();
    if (!system.isEmpty() || !make) {
      return system;
    }
    return List.of(keys.own(Folders.state()));
  }

  /** Algorithms and limits of each connection. */
  TransportOptions transport() {
    String addendum = config.get(Settings.VERSION_ADDENDUM);
    RekeyLimit rekey = config.get(Settings.REKEY_LIMIT);
    return TransportOptions.builder()
        .identification(
            addendum.isEmpty()
                ? IdentificationString.OURS
                : new IdentificationString(IdentificationString.OURS.line() + " " + addendum))
        .kexMethods(config.get(Settings.KEX_ALGORITHMS))
        .hostKeyAlgorithms(config.get(Settings.HOST_KEY_ALGORITHMS))
        .userKeyAlgorithms(config.get(Settings.PUBKEY_ACCEPTED_ALGORITHMS))
        .ciphers(config.get(Settings.CIPHERS))
        .macs(config.get(Settings.MACS))
        .compressions(config.get(Settings.COMPRESSION) ? Compression.DEFAULT : List.of("none"))
        .rekeyBytes(rekey.bytes())
        .rekeyTime(rekey.time())
        .alive(
            config.get(Settings.CLIENT_ALIVE_INTERVAL), config.get(Settings.CLIENT_ALIVE_COUNT_MAX))
        .loginGrace(config.get(Settings.LOGIN_GRACE_TIME))
        .authenticationAttempts(config.get(Settings.MAX_AUTH_TRIES))
        .build();
  }

  /** Where to listen. */
  List<InetSocketAddress> addresses() throws ConfigException {
    return ListenAddress.sockets(
        config.get(Settings.LISTEN_ADDRESS), ports(), config.get(Settings.ADDRESS_FAMILY));
  }
}
