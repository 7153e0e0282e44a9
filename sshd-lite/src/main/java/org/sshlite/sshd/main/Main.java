package org.sshlite.sshd.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.sshlite.crypto.key.JceProvider;
import org.sshlite.crypto.key.Signer;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.protocol.netty.NettyOfProgram;
import org.sshlite.sshd.config.Candidate;
import org.sshlite.sshd.config.ListenAddress;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Groups;

/** The program {@code sshd-lite}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // the launcher waits for a word on standard output when it put us into the background
    boolean background = System.getProperty("org.sshlite.sshd.background") != null;
    int status = run(background, arguments);
    if (background) {
      System.out.println(status);
    }
    System.exit(status);
  }

  private static int run(boolean background, String... arguments) {
    StderrLog log = new StderrLog(LogLevel.INFO);
    try {
      if (Arrays.equals(arguments, new String[] {"--help"})) {
        print(CommandLine.HELP);
      } else if (arguments.length > 0 && arguments[0].equals("passwd")) {
        Passwd.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      } else if (arguments.length > 0 && arguments[0].equals("totp")) {
        Totp.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      } else {
        NettyOfProgram.logToJdk();
        JceProvider.moveAhead();
        run(CommandLine.parse(arguments), log.install(), background);
      }
      return 0;
    } catch (ConfigException e) {
      e.getMessage().lines().forEach(log::fatal);
      return ExitException.FATAL;
    } catch (ExitException e) {
      e.getMessage().lines().forEach(log::fatal);
      return e.status();
    } catch (OutOfMemoryError e) {
      // of memory, or of threads for the libraries below
      log.fatal("sshd-lite: " + e.getMessage());
      return ExitException.FATAL;
    } finally {
      log.flush();
    }
  }

  private static void run(CommandLine line, StderrLog log, boolean background)
      throws ConfigException, ExitException {
    if (line.task() == CommandLine.Task.VERSION) {
      log.fatal(CommandLine.VERSION);
      return;
    }
    line.logLevel().ifPresent(log::level);
    LogPlace place = new LogPlace(line, log);
    place.byCommandLine();
    boolean printing =
        line.task() == CommandLine.Task.PRINT || line.task() == CommandLine.Task.PRINT_ONLY;
    if (line.connection().isPresent() && !printing) {
      throw new ExitException(
          ExitException.FATAL,
          "Config test connection parameter (-C) provided without test mode (-T)");
    }
    log.debug("sshd version " + CommandLine.VERSION); // lynis reads it
    BlockingQueue<Daemon.Call> calls = new LinkedBlockingQueue<>();
    if (line.task() == CommandLine.Task.SERVE && !line.inetd()) {
      // who changes a file and says so while this starts, which takes longer than sshd does
      SignalTask.handle("HUP", () -> calls.add(Daemon.Call.RESTART));
    }
    Startup startup = Startup.read(line, log);
    log.level(startup.config().get(Settings.LOG_LEVEL));
    log.overrides(startup.config().get(Settings.LOG_VERBOSE));
    if (line.task() == CommandLine.Task.PRINT_ONLY) {
      print(startup.config(), line.connection());
      return;
    }
    if (line.task() != CommandLine.Task.SERVE) {
      startup.addresses(); // a name without one is found out before it counts
    }
    List<Signer> hostKeys = startup.hostKeys(line.task() == CommandLine.Task.SERVE);
    switch (line.task()) {
      case PRINT -> print(startup.config(), line.connection());
      case SERVE -> new Daemon(line, startup, hostKeys, log, place, calls).run(background);
      default -> log.debug("the configuration can be used");
    }
  }

  private static void print(ServerConfig config, Optional<String> connection) throws ExitException {
    ServerConfig shown =
        connection.isPresent() ? config.forLogin(candidate(connection.get())) : config;
    print(shown.lines().map(line -> line + "\n").collect(Collectors.joining()));
  }

  private static void print(String text) throws ExitException {
    try {
      StandardStream.stdout().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ExitException(ExitException.FATAL, StandardStream.OUT + ": " + e.getMessage());
    }
  }

  /** {@code -C user=a,host=b,addr=c,laddr=d,lport=e}, in several words or one. */
  private static Candidate candidate(String spec) throws ExitException {
    String user = "";
    boolean valid = true;
    String host = "";
    String address = "";
    String local = "";
    int port = 0;
    for (String part : spec.split(",")) {
      if (part.indexOf('=') < 0 && !part.equals("invalid-user")) {
        throw badSpec(part);
      }
      String value = part.substring(part.indexOf('=') + 1);
      switch (part.replaceFirst("=.*", "")) {
        case "user" -> user = value;
        case "host" -> host = value;
        case "addr" -> address = value;
        case "laddr" -> local = value;
        case "lport" -> port = ListenAddress.port(value).orElseThrow(() -> badSpec(part));
        // there are none here: of whatever name, none matches
        case "rdomain" -> {}
        case "invalid-user" -> valid = false;
        default -> throw badSpec(part);
      }
    }
    String name = user;
    return new Candidate(user, valid, host, address, local, port, () -> Groups.names(name));
  }

  private static ExitException badSpec(String part) {
    return new ExitException(ExitException.USAGE, "Invalid test mode specification " + part);
  }
}
