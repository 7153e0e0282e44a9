package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/limits.md has the limits of the program. */
class LimitTableTest {
  private static final Pattern CONSTANT = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern KEYWORD = Pattern.compile("`(\\w+)`");
  private static final Pattern AMOUNT = Pattern.compile("([\\d,]+)( KiB| MiB| s)?");

  private final String page = Sources.text(Sources.ROOT.resolve("docs/limits.md"));

  private List<String[]> rows() {
    List<String[]> rows =
        page.lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| what"))
            .map(line -> line.split(" *\\| *"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(40).allMatch(cells -> cells.length == 6);
    return rows;
  }

  @Test
  void each_number_is_that_of_its_constant() throws Exception {
    Sources sources = new Sources();
    for (String[] cells : rows()) {
      Matcher constant = CONSTANT.matcher(cells[3]);
      if (constant.matches()) {
        assertThat(amount(cells[2]))
            .as(cells[3])
            .isEqualTo(value(sources, constant.group(1), constant.group(2)));
      }
    }
  }

  private static long amount(String text) {
    Matcher amount = AMOUNT.matcher(text);
    assertThat(amount.matches()).as(text).isTrue();
    long number = Long.parseLong(amount.group(1).replace(",", ""));
    return switch (amount.group(2)) {
      case " KiB" -> number * 1024;
      case " MiB" -> number * 1024 * 1024;
      case null, default -> number;
    };
  }

  private static long value(Sources sources, String className, String name) throws Exception {
    for (Path file : sources.of(className)) {
      Matcher inPackage = Pattern.compile("(?m)^package (.*);").matcher(Sources.text(file));
      assertThat(inPackage.find()).isTrue();
      Class<?> type = Class.forName(inPackage.group(1) + "." + className);
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return switch (field.get(null)) {
            case Duration time -> time.toSeconds();
            case Object number -> ((Number) number).longValue();
          };
        }
      }
    }
    throw new AssertionError("no constant " + className + "." + name);
  }

  private static final Pattern LIMIT = Pattern.compile(" ((?:MAXIMUM|MOST)(?:_\\w+)?)\\s*=[^=]");

  /** Limits that have no row, each with the reason. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("Agent.MOST_KEYS", "the user's own agent"),
          Map.entry("AgentBinding.MAXIMUM_ANSWER", "the user's own agent"),
          Map.entry(
              "ClientProgress.MAXIMUM_REQUESTS", "what we send: ends a login, costs a server"),
          Map.entry("ClientProgress.MAXIMUM_ROUNDS", "time of a client that its user can end"),
          Map.entry("Channel.MAXIMUM_SENT", "of what we send"),
          Map.entry("Relay.MAXIMUM_GATHERED", "within the window of the channel"),
          Map.entry("SocksRequest.MAXIMUM", "no request that is read is longer: see its texts"),
          Map.entry("ReadAhead.MAXIMUM_READ", "within what a relay holds"),
          Map.entry("Sockets.MAXIMUM_READ", "a turn of one connection, into an array of the loop"),
          Map.entry("ReceiveWindow.MAXIMUM_OF_OPENSSH", "below the one of all"),
          Map.entry("SendWindow.MAXIMUM", "uint32: a number, no memory"),
          Map.entry("SshHandler.MAXIMUM_DISCARDED", "thrown away as it comes"),
          Map.entry("AuthMethod.MAXIMUM_SUBMETHODS", "within a packet before the login"),
          Map.entry("KexDhGexGroup.MAXIMUM_BITS", "of what is read; GroupExchange refuses less"),
          Map.entry("PacketText.MOST_EXTENSIONS", "of a line that is shown"),
          Map.entry("RekeyPolicy.MAXIMUM_PACKETS", "when keys are old"),
          Map.entry("Listing.MOST_EMPTY", "time of a client that its user can end"),
          Map.entry("RemoteFile.MOST_AHEAD", "what we ask for"),
          Map.entry("UnderWay.MOST", "what we ask for"),
          Map.entry("Trees.MOST_DEEP", "folders of a client's own copy"),
          Map.entry(
              "Accounts.MOST_KEPT", "names of this machine that are kept, not those asked for"),
          Map.entry("RealPath.MOST_LINKS", "steps, none of which is kept"),
          Map.entry("FileHandle.MAXIMUM_LENGTH", "within a packet"),
          Map.entry("Limits.MAXIMUM_DATA_LENGTH", "within a packet"),
          Map.entry("CommandOutput.MOST_TOLD", "of a line of the log"),
          Map.entry("ForcedCommand.MOST_LOGGED", "of a line of the log"),
          Map.entry("Braces.MOST", "patterns that the client's user types"),
          Map.entry("PasswordHash.MOST_MEMORY", "a file of the administrator's"),
          Map.entry("PasswordHash.MOST_PASSES", "a file of the administrator's"),
          Map.entry("PasswordHash.MOST_LANES", "a file of the administrator's"),
          Map.entry("UsersFile.MAXIMUM_SIZE", "a file of the administrator's"),
          Map.entry("ServerConfigReader.MOST_NESTED", "a file of the administrator's"),
          Map.entry("Settings.MOST_PORTS", "a file of the administrator's"),
          Map.entry("TrustedFile.MAXIMUM_SIZE", "a file of the user's or the administrator's"),
          Map.entry("UserFiles.MOST_NAMES", "files of the user's or the administrator's"),
          Map.entry("KeyPermissionsReader.MOST_VARIABLES", "a file of the user's"),
          Map.entry("UserVariables.MOST", "a file of the user's"),
          Map.entry("UserVariables.MOST_LINES", "a file of the user's"),
          Map.entry(
              "Observers.MOST_SECONDS",
              "who asks for figures, at an address of the administrator's"),
          Map.entry("PamLibrary.MOST_MESSAGES", "modules of the administrator's"),
          Map.entry("Said.MOST", "modules of the administrator's"),
          Map.entry("LoginProcess.MOST_VARIABLES", "modules of the administrator's"),
          Map.entry("PamHandle.MOST_VARIABLES", "modules of the administrator's"),
          Map.entry("InheritedSockets.MOST", "who starts the server"),
          Map.entry("Groups.MOST", "the system's"),
          Map.entry("Crossing.MOST_DEEP", "folders of a client's own copy"),
          Map.entry("ConfigReader.MOST_INCLUDES", "a file of the user's or the administrator's"),
          Map.entry("HostKeyRotation.MOST_QUESTIONS", "time of a client that its user can end"),
          Map.entry("LineParser.MAXIMUM_KEY_TYPE", "a file of the user's or the administrator's"),
          Map.entry("LineCompletion.MOST_NAMES", "time of a client that its user can end"),
          Map.entry("TransferSetting.MOST", "what the user asks for"),
          Map.entry("HostsArguments.MOST_PARALLEL", "what the user asks for"),
          Map.entry("AnswerChain.MOST_ALIASES", "steps through one answer of the user's resolver"),
          Map.entry("ResolverConfig.MOST_SERVERS", "a file of the administrator's"),
          Map.entry("ResolverConfig.MOST_SECONDS", "a file of the administrator's"),
          Map.entry("ResolverConfig.MOST_ATTEMPTS", "a file of the administrator's"),
          Map.entry("SharedProxy.MOST_WAITING", "the user's own programs"),
          Map.entry("ControlDialogue.MOST_FORWARDS", "the user's own programs"),
          Map.entry("KnownHostsCommand.MOST_BYTES", "a program of the user's"),
          Map.entry("Routes.MAXIMUM_HOPS", "a file of the user's"),
          Map.entry("SessionOpenings.MOST_ALONE", "what we ask for"),
          Map.entry("MuxRequest.MOST_VARIABLES", "the user's own programs"),
          Map.entry("Explainer.MOST_OTHER_NAMES", "of a line that is shown"),
          Map.entry("KnownHostsFile.MAXIMUM_BYTES", "a file of the user's or the administrator's"),
          Map.entry("RevokedHostKeys.MAXIMUM_BYTES", "a file of the user's or the administrator's"),
          Map.entry("ControllingTerminal.MOST_DROPPED", "what the system buffers of a terminal"),
          Map.entry("RemarkText.MOST_AUTHORITIES", "of a line that is shown"),
          Map.entry("Descriptor.MOST_AFTER_WAKING", "what the system buffers of a terminal"));

  @Test
  void each_limit_of_what_a_peer_can_spend_has_a_row() throws IOException {
    Set<String> limits = new TreeSet<>();
    for (Path file : new Sources().files()) {
      String path = Sources.ROOT.relativize(file).toString();
      if (path.matches("(protocol|sftp|sshd-lite|ssh-lite-client|known-hosts)/src/main/.*")) {
        Matcher limit = LIMIT.matcher(Sources.text(file));
        while (limit.find()) {
          String name = file.getFileName().toString().replace(".java", "." + limit.group(1));
          if (!page.contains("`" + name + "`")) {
            limits.add(name);
          }
        }
      }
    }
    assertThat(limits).isEqualTo(new TreeSet<>(ELSEWHERE.keySet()));
  }

  @Test
  void each_keyword_has_an_effect() {
    String keywords = Sources.text(Sources.ROOT.resolve("docs/sshd_config.md"));
    for (String[] cells : rows()) {
      Matcher keyword = KEYWORD.matcher(cells[3]);
      if (keyword.matches()) {
        assertThat(keywords).contains("| " + cells[3] + " | supported |");
      }
    }
  }

  @Test
  void each_has_a_reason_and_a_test() throws IOException {
    assertThat(rows()).noneMatch(cells -> cells[4].isBlank());
    assertThat(rows()).allMatch(cells -> Sources.TEST.matcher(cells[5]).find());
    assertThat(new Sources().missingTests(page)).isEmpty();
  }
}
