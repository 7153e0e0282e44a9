package org.sshlite.mitm.main;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.wire.Printable;

/** {@code ssh-lite-mitm}. */
public final class Main {
  /** Nothing was fooled. */
  static final int SOUND = 0;

  /** Something was fooled. */
  static final int FOOLED = 1;

  /** The command line is wrong, or the client does not work even when nothing is manipulated. */
  static final int UNUSABLE = 2;

  private static final String HELP =
      """
      ssh-lite-mitm - does your SSH client, or server, notice a man in the middle?

        ssh-lite-mitm list [-v] [--only PATTERN]...
            the catalogue of manipulations; -v with rules and demands
          --server                        of what is tried on servers instead

        ssh-lite-mitm client [OPTIONS] -- COMMAND ARGUMENTS...
            every manipulation against a client, on loopback. In the command:
            {host} {port} {user}          where to, and as whom
            {known_hosts}                 the bench's known_hosts; without it, nothing is tried
                                          that needs markers: CAs and revoked keys
            {identity} {identity_dropbear}  the user's key, in OpenSSH's and Dropbear's format
            {password} {askpass}          the user's password, and a program that prints it
            {fingerprint}                 of the host key, SHA256:...
            {home}                        an empty home folder, which is $HOME as well
          --only PATTERN, --skip PATTERN  some of the catalogue
          --kex NAME,...                  key exchange methods that the bench's server offers
          --timeout SECONDS               for each manipulation (10)
          --jobs N                        at a time (as many as processors)
          --title TEXT                    names the client in reports
          --report-json FILE, --report-junit FILE, --report-html FILE
          --baseline FILE                 findings that stand in it pass; new ones fail
          --write-baseline FILE           write what was found
          --keep-secrets                  show passwords that were caught

        ssh-lite-mitm server [OPTIONS] -- HOST:PORT
            what a hostile client can send, to a server of your own: refused, or ACCEPTED
          --i-own-it                      the server is not on this machine, and yours all the same
          --user NAME                     who may log in, for what needs a login:
          --identity FILE                 by this private key, without a passphrase
          --password-file FILE            by the password in its first line; on this machine only
          --only, --skip, --timeout, --jobs, --title, --report-..., --baseline, --write-baseline
                                          as for client; list --server shows the names
            It makes some connections a second and ends most of them in the midst: the server
            must not shut this address out for that (sshd: PerSourcePenalties, MaxStartups).

        ssh-lite-mitm proxy --target HOST:PORT --attack NAME [OPTIONS]
            one manipulation between a real client and a real server that you name
          --listen ADDRESS:PORT           (127.0.0.1:2222)
          --host-key FILE                 the target's own private key, for manipulations that
                                          only the host itself can do
          --once                          end after one connection
          --keep-secrets

        ssh-lite-mitm watch [OPTIONS] FILE
            looks at the keys of the hosts in FILE (HOST, HOST:PORT or [ADDRESS]:PORT, one a line),
            compares them with known_hosts and its CAs, and tells what is not as it should be or
            was: a JSON object a line
          --every TIME                    again after so long (10m); once without it
          --rounds N                      end after so many
          --via [USER@]HOST[:PORT]        through this jump host too, which is logged in to; any
                                          number: keys that differ by the way are told
          --identity FILE                 the key for jump hosts; ~/.ssh and the agent's without it
          --known-hosts FILE              in place of ~/.ssh/known_hosts and the system's
          --sshfp                         compare with the DNS too
          --all                           tell at first also of hosts that are as they should be
          --timeout SECONDS, --jobs N     for each look (10), and how many at a time (16)

        Exit status: 0 all was noticed or refused, or known from the baseline; 1 something was not, or
        had no limit, or a host is not believed; 2 it could not be tried.
        Use it on clients and servers that are yours, or whose owner asked you to.
      """;

  private Main() {}

  public static void main(String[] words) {
    int status = run(Arrays.asList(words), System.out, System.err);
    // what nobody could read was not said
    System.exit(System.out.checkError() ? UNUSABLE : status);
  }

  /** The whole program, but for the end of the process. */
  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      return run(words.isEmpty() ? "help" : words.getFirst(), words, out, err);
    } catch (UsageException e) {
      err.println("ssh-lite-mitm: " + e.getMessage());
      return UNUSABLE;
    } catch (IOException e) {
      err.println("ssh-lite-mitm: " + reason(e));
      return UNUSABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNUSABLE;
    }
  }

  /** Of a file, the message alone would be its name. */
  private static String reason(IOException e) {
    String message =
        switch (e) {
          case NoSuchFileException f -> f.getFile() + ": No such file or directory";
          case AccessDeniedException f -> f.getFile() + ": Permission denied";
          default -> String.valueOf(e.getMessage());
        };
    return Printable.line(message);
  }

  private static int run(String command, List<String> words, PrintStream out, PrintStream err)
      throws UsageException, IOException, InterruptedException {
    List<String> rest = words.subList(Math.min(1, words.size()), words.size());
    if (rest.equals(List.of("--help"))) {
      return run("help", List.of(), out, err);
    }
    return switch (command) {
      case "list" -> ListCommand.run(rest, out);
      case "client" -> ClientCommand.run(rest, out, err);
      case "server" -> ServerCommand.run(rest, out, err);
      case "watch" -> WatchCommand.run(rest, out);
      case "proxy" -> ProxyCommand.run(rest, out);
      case "help", "-h", "--help" -> {
        out.print(HELP);
        yield SOUND;
      }
      default -> throw new UsageException("unknown command " + command + "; see: help");
    };
  }
}
