package org.sshlite.client.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.SshClient;
import org.sshlite.client.command.HostPlan;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.terminal.PassedTerminal;
import org.sshlite.client.terminal.Undo;
import org.sshlite.crypto.key.JceProvider;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.ReaderGoneException;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.protocol.netty.NettyOfProgram;

/** One run of {@code ssh-lite --hosts}. */
public final class HostsProgram {
  private static final int FAILURE = 255;

  private final StderrLog log = new StderrLog(LogLevel.INFO).install();
  private final Console console =
      new Console(
          StandardStream.stdout(),
          StandardStream.stderr(),
          StandardStream.ERR.isTerminal(),
          () -> new PassedTerminal(2).size().columns());

  /** Whether that is what the arguments ask for. */
  public static boolean isAsked(String[] arguments) {
    return arguments.length > 0 && arguments[0].equals(HostsArguments.WORD);
  }

  /** The exit status. */
  public int run(String[] words) {
    Undo.quitEnds();
    NettyOfProgram.logToJdk();
    JceProvider.moveAhead();
    try {
      if (HostsArguments.asksForHelp(words)) {
        StandardStream.stdout().write((HostsArguments.USAGE + "\n").getBytes(UTF_8));
        return 0;
      }
      HostsArguments arguments = HostsArguments.parse(words);
      if (arguments.push().isPresent()) {
        requireReadable(arguments.push().get().local());
      }
      // what is wrong with the command line is wrong once, not with each host
      HostPlan.check(
          arguments.hosts().getFirst(), arguments.rest(), arguments.push().isPresent(), log);
      return run(arguments);
    } catch (ConfigException e) {
      e.getMessage().lines().forEach(log::fatal);
    } catch (ReaderGoneException _) {
      return FAILURE; // who wanted no more knows it
    } catch (IOException e) {
      log.fatal("ssh-lite: " + Printable.line(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return FAILURE;
  }

  private int run(HostsArguments arguments)
      throws IOException, InterruptedException, ConfigException {
    Spool input = arguments.input().isPresent() ? read(arguments.input().get()) : null;
    List<HostJob> jobs = jobs(arguments, input);
    Report report =
        arguments.json()
            ? new JsonLines(StandardStream.stdout())
            : new Report.Lines(console, arguments.order(), jobs);
    Summary summary = new Summary(arguments.hosts());
    Queue<HostJob> waiting = new ArrayDeque<>(jobs);
    BlockingQueue<HostResult> done = new LinkedBlockingQueue<>();
    // left open with its threads: the process ends when this returns
    SshClient client = SshClient.create(ClientOptions.builder().build());
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hosts-clock").factory());
    AtomicBoolean interrupted = watch(jobs);
    // lines for programs go past the console: on the same screen they would be mixed with it
    boolean showsProgress = !arguments.json() || !StandardStream.OUT.isTerminal();
    int running = 0;
    for (int left = jobs.size(); left > 0; left--) {
      while (running < arguments.parallel() && waiting.poll() instanceof HostJob next) {
        next.start(client, new Answerless(next.host()), log, clock).thenAccept(done::add);
        running++;
      }
      if (showsProgress) {
        console.progress(progress(summary, running));
      }
      HostResult result = done.take();
      running--;
      summary.add(result);
      report.done(result);
    }
    console.progress("");
    report.end(summary);
    if (input != null) {
      input.close();
    }
    if (interrupted.get()) {
      awaitEnd(jobs);
      Undo.dieOfInterrupt();
    }
    return summary.status();
  }

  /**
   * From now on Ctrl-C gives up what is not done, so that the output that is there and the summary
   * are shown; the next one ends this process at once.
   *
   * @return whether there was one: when all was shown, the process is to die of it
   */
  private static AtomicBoolean watch(List<HostJob> jobs) {
    AtomicBoolean interrupted = new AtomicBoolean();
    Undo.onInterrupt(
        () -> {
          if (interrupted.getAndSet(true)) {
            Undo.dieOfInterrupt();
          }
          jobs.forEach(HostJob::interrupt);
        });
    return interrupted;
  }

  /** Without a terminal a command ends when it is told to, which takes its time on the way. */
  private static void awaitEnd(List<HostJob> jobs) throws InterruptedException {
    long end = System.nanoTime() + HostJob.GRACE.toNanos();
    for (HostJob job : jobs) {
      job.awaitEnd(Duration.ofNanos(end - System.nanoTime()));
    }
  }

  private static String progress(Summary summary, int running) {
    int finished = summary.succeeded() + summary.failed();
    return finished
        + " of "
        + summary.hosts()
        + " hosts done, "
        + summary.failed()
        + " failed, "
        + running
        + " running";
  }

  private List<HostJob> jobs(HostsArguments arguments, @Nullable Spool input) {
    boolean asItComes = arguments.order() == Order.LINES && !arguments.json();
    List<HostJob> jobs = new ArrayList<>();
    for (String host : arguments.hosts()) {
      jobs.add(
          asItComes
              ? new HostJob(
                  host,
                  arguments,
                  input,
                  new LabelledLines(host, true, console),
                  new LabelledLines(host, false, console))
              : new HostJob(host, arguments, input, new Spool(), new Spool()));
    }
    return jobs;
  }

  private static Spool read(String name) throws IOException, ConfigException {
    Spool input = new Spool();
    try (InputStream from =
        name.equals("-")
            ? StandardStream.stdin()
            : new BufferedInputStream(Files.newInputStream(Path.of(name)))) {
      from.transferTo(input);
    } catch (FileSystemException e) {
      throw unreadable(name, e);
    }
    input.seal();
    return input;
  }

  private static void requireReadable(Path file) throws IOException, ConfigException {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": not a regular file");
    }
    try {
      Files.newByteChannel(file).close();
    } catch (FileSystemException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static ConfigException unreadable(String file, IOException e) {
    return new ConfigException(file + ": " + ConfigFile.reason(e));
  }

  /** Nobody can answer for hundreds of hosts; warnings say which it is. */
  private final class Answerless implements Dialog {
    private final String host;

    Answerless(String host) {
      this.host = host;
    }

    @Override
    public Optional<String> ask(String question) {
      return Optional.empty();
    }

    @Override
    public Optional<SecretBytes> askSecret(String prompt) {
      return Optional.empty();
    }

    @Override
    public void tell(Level level, String message) {
      for (String line : message.lines().toList()) {
        if (level.compareTo(Level.WARNING) >= 0) {
          log.info(host + ": " + line);
        } else {
          log.debug(host + ": " + line);
        }
      }
    }
  }
}
