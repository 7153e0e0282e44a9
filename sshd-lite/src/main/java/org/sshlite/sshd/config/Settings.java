package org.sshlite.sshd.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.program.config.AlgorithmSpec;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.config.Words;
import org.sshlite.program.log.Facility;
import org.sshlite.sshd.StartupLimit;
import org.sshlite.sshd.method.MethodLists;

/**
 * The keywords that we support; those about forwarding stand in {@link ForwardingSettings}, those
 * about where connections come from in {@link SourceSettings}, those about who is asked of a login
 * in {@link LoginSettings}, those about what an operator sees in {@link OperationSettings}.
 */
public final class Settings {
  private static final Topic TOPIC = new Topic();
  private static final String NONE = "none";
  private static final int MOST_PORTS = 256;
  // nothing is ever compressed before authentication
  private static final Map<String, Boolean> COMPRESSION_VALUES =
      Map.of("yes", true, "delayed", true, "no", false);
  private static final Pattern STARTUPS =
      Pattern.compile("([0-9]{1,9})(?::([0-9]{1,3}):([0-9]{1,9}))?");

  public static final Setting<List<Integer>> PORT =
      TOPIC
          .add(new Setting<>("Port", List.<Integer>of(), (line, _) -> List.of(port(line))))
          .adding(Settings::concatenated)
          .shownAs(ports -> ports.stream().map(String::valueOf).toList());

  public static final Setting<AddressFamily> ADDRESS_FAMILY =
      TOPIC.add(
          new Setting<>(
              "AddressFamily", AddressFamily.ANY, (line, _) -> line.oneOf(AddressFamily.BY_NAME)));

  public static final Setting<List<ListenAddress>> LISTEN_ADDRESS =
      TOPIC
          .add(
              new Setting<>(
                  "ListenAddress",
                  List.<ListenAddress>of(),
                  (line, _) -> List.of(ListenAddress.read(line))))
          .adding(Settings::concatenated)
          .shownWith(
              (addresses, config) ->
                  addresses.isEmpty()
                      ? ListenAddress.showEverywhere(config.get(ADDRESS_FAMILY), config.get(PORT))
                      : addresses.stream().flatMap(each -> each.show(config.get(PORT))).toList());

  public static final Setting<Boolean> USE_PAM = TOPIC.yesNo("UsePAM", false);

  public static final Setting<String> PAM_SERVICE_NAME =
      TOPIC.add(new Setting<>("PAMServiceName", "sshd", (line, _) -> line.only()));

  /** Zero for no limit. */
  public static final Setting<Duration> LOGIN_GRACE_TIME =
      TOPIC.time("LoginGraceTime", Duration.ofSeconds(120));

  /** How long sessions may go on after SIGTERM; zero for not at all. */
  public static final Setting<Duration> DRAIN_TIME = TOPIC.time("DrainTime", Duration.ZERO);

  public static final Setting<Integer> MAX_AUTH_TRIES = TOPIC.number("MaxAuthTries", 6);

  public static final Setting<Integer> MAX_SESSIONS = TOPIC.number("MaxSessions", 10).inMatch();

  /** Zero for never. */
  public static final Setting<Duration> CLIENT_ALIVE_INTERVAL =
      TOPIC.time("ClientAliveInterval", Duration.ZERO);

  public static final Setting<Integer> CLIENT_ALIVE_COUNT_MAX =
      TOPIC.number("ClientAliveCountMax", 3);

  /** Bits. */
  public static final Setting<Integer> REQUIRED_RSA_SIZE =
      TOPIC
          .add(
              new Setting<>(
                  "RequiredRSASize", RsaPublicKey.DEFAULT_MINIMUM_BITS, Settings::rsaBits))
          .inMatch();

  public static final Setting<RootLogin> PERMIT_ROOT_LOGIN =
      TOPIC
          .add(
              new Setting<>(
                  "PermitRootLogin",
                  RootLogin.PROHIBIT_PASSWORD,
                  (line, _) -> line.oneOf(RootLogin.BY_NAME)))
          .inMatch();

  public static final Setting<Boolean> PUBKEY_AUTHENTICATION =
      TOPIC.yesNo("PubkeyAuthentication", true).inMatch();

  public static final Setting<Boolean> PASSWORD_AUTHENTICATION =
      TOPIC.yesNo("PasswordAuthentication", true).inMatch();

  public static final Setting<Boolean> KBD_INTERACTIVE_AUTHENTICATION =
      TOPIC.yesNo("KbdInteractiveAuthentication", true).inMatch();

  public static final Setting<Boolean> PERMIT_TTY = TOPIC.yesNo("PermitTTY", true).inMatch();

  /** Whether ~/.ssh/rc is run. */
  public static final Setting<Boolean> PERMIT_USER_RC = TOPIC.yesNo("PermitUserRC", true).inMatch();

  /** Whether the message of the day is shown. */
  public static final Setting<Boolean> PRINT_MOTD = TOPIC.yesNo("PrintMotd", true);

  /** Whether the last login is shown. */
  public static final Setting<Boolean> PRINT_LAST_LOG = TOPIC.yesNo("PrintLastLog", true);

  public static final Setting<Boolean> STRICT_MODES = TOPIC.yesNo("StrictModes", true);

  public static final Setting<Boolean> COMPRESSION =
      TOPIC
          .add(new Setting<>("Compression", true, (line, _) -> line.oneOf(COMPRESSION_VALUES)))
          .shownAs(Topic::showYesNo);

  /** Empty for none. */
  public static final Setting<String> PID_FILE = TOPIC.file("PidFile", "");

  /** Users of our own, see UsersFile; empty for none. */
  public static final Setting<String> USERS_FILE = TOPIC.file("UsersFile", "");

  public static final Setting<List<String>> CIPHERS =
      algorithms(
          "Ciphers",
          PacketCiphers.DEFAULT_ENCRYPTION,
          PacketCiphers.SUPPORTED_ENCRYPTION,
          LegacyAlgorithms.ENCRYPTION);

  public static final Setting<List<String>> MACS =
      algorithms(
          "MACs", PacketCiphers.DEFAULT_MACS, PacketCiphers.SUPPORTED_MACS, LegacyAlgorithms.MACS);

  /** A file that is sent before authentication; empty for none. */
  public static final Setting<String> BANNER = TOPIC.file("Banner", "").inMatch();

  /** Empty for none. */
  public static final Setting<String> FORCE_COMMAND =
      TOPIC
          .add(new Setting<>("ForceCommand", "", (line, _) -> raw(line)))
          .inMatch()
          .shownAs(Topic::showText);

  /** What is "/" for internal-sftp, with tokens; empty for the machine's own. */
  public static final Setting<String> CHROOT_DIRECTORY =
      TOPIC
          .add(new Setting<>("ChrootDirectory", "", (line, _) -> unlessNone(line.only())))
          .inMatch()
          .shownAs(Topic::showText);

  /** Behind our identification string; empty for nothing. */
  public static final Setting<String> VERSION_ADDENDUM =
      TOPIC
          .add(new Setting<>("VersionAddendum", "", (line, _) -> addendum(line)))
          .shownAs(Topic::showText);

  public static final Setting<List<String>> KEX_ALGORITHMS =
      algorithms("KexAlgorithms", KexMethods.DEFAULT, KexMethods.SUPPORTED, LegacyAlgorithms.KEX);

  public static final Setting<List<String>> HOST_KEY_ALGORITHMS =
      algorithms(
          "HostKeyAlgorithms",
          withCertificates(SignatureAlgorithms.DEFAULT_HOST_KEY),
          SignatureAlgorithms.SUPPORTED,
          LegacyAlgorithms.SIGNATURES);

  public static final Setting<List<String>> PUBKEY_ACCEPTED_ALGORITHMS =
      algorithms(
              "PubkeyAcceptedAlgorithms",
              withCertificates(SignatureAlgorithms.DEFAULT_USER_KEY),
              SignatureAlgorithms.SUPPORTED,
              LegacyAlgorithms.SIGNATURES)
          .inMatch();

  public static final Setting<List<String>> CA_SIGNATURE_ALGORITHMS =
      algorithms(
              "CASignatureAlgorithms",
              SignatureAlgorithms.DEFAULT_CA,
              SignatureAlgorithms.SUPPORTED_CA,
              LegacyAlgorithms.CA_SIGNATURES)
          .inMatch();

  public static final Setting<Set<TokenRule>> PUBKEY_AUTH_OPTIONS =
      TOPIC
          .add(
              new Setting<>(
                  "PubkeyAuthOptions", Set.<TokenRule>of(), (line, _) -> TokenRule.read(line)))
          .inMatch()
          .shownAs(TokenRule::show);

  /** The CAs of users' certificates; empty for none. */
  public static final Setting<String> TRUSTED_USER_CA_KEYS =
      TOPIC.file("TrustedUserCAKeys", "").inMatch();

  /** With tokens; empty for none. */
  public static final Setting<String> AUTHORIZED_PRINCIPALS_FILE =
      TOPIC.userFile("AuthorizedPrincipalsFile", "").inMatch();

  /** Any of them revokes. */
  public static final Setting<List<String>> REVOKED_KEYS =
      TOPIC
          .add(new Setting<>("RevokedKeys", List.<String>of(), (line, _) -> wholeFiles(line)))
          .inMatch()
          .shownAs(files -> files.isEmpty() ? files : List.of(String.join(" ", files)));

  public static final Setting<List<UserPattern>> ALLOW_USERS = users("AllowUsers");

  public static final Setting<List<UserPattern>> DENY_USERS = users("DenyUsers");

  /** Patterns of names. */
  public static final Setting<List<String>> ALLOW_GROUPS = groups("AllowGroups");

  /** Patterns of names. */
  public static final Setting<List<String>> DENY_GROUPS = groups("DenyGroups");

  public static final Setting<MethodLists> AUTHENTICATION_METHODS =
      TOPIC
          .add(
              new Setting<>(
                  "AuthenticationMethods", MethodLists.ANY, (line, _) -> MethodLists.read(line)))
          .inMatch()
          .shownAs(lists -> List.of(lists.toString()));

  public static final Setting<LogLevel> LOG_LEVEL =
      TOPIC
          .add(new Setting<>("LogLevel", LogLevel.INFO, (line, _) -> line.logLevel()))
          .inMatch()
          .shownAs(level -> List.of(level == LogLevel.DEBUG1 ? "DEBUG" : level.name()));

  /** Lists of patterns of places of the source; "none" is none. */
  public static final Setting<List<String>> LOG_VERBOSE =
      TOPIC
          .add(
              new Setting<>(
                  "LogVerbose",
                  List.<String>of(),
                  (line, _) -> line.allOrNone().isEmpty() ? List.of("none") : line.arguments()))
          .inMatch()
          .shownAs(places -> places.isEmpty() ? places : List.of(String.join(" ", places)));

  public static final Setting<Facility> SYSLOG_FACILITY =
      TOPIC.add(new Setting<>("SyslogFacility", Facility.AUTH, (line, _) -> facility(line)));

  /** With tokens; relative ones are the user's home folder's. */
  public static final Setting<List<String>> AUTHORIZED_KEYS_FILE =
      TOPIC
          .add(
              new Setting<>(
                  "AuthorizedKeysFile",
                  List.of(".ssh/authorized_keys", ".ssh/authorized_keys2"),
                  (line, _) -> line.allOrNone()))
          .inMatch()
          // Deviation: of none sshd prints no line, which reads as its usual two files
          .shownAs(files -> List.of(files.isEmpty() ? NONE : String.join(" ", files)));

  /** Empty for the default ones. */
  public static final Setting<List<String>> HOST_KEY =
      TOPIC
          .add(new Setting<>("HostKey", List.<String>of(), (line, _) -> wholeFile(line)))
          .adding(Settings::concatenated)
          .shownAs(files -> files);

  /** The socket of the agent that has host keys, or SSH_AUTH_SOCK; empty for none. */
  public static final Setting<String> HOST_KEY_AGENT =
      TOPIC.file("HostKeyAgent", "", Set.of("SSH_AUTH_SOCK"));

  /** Certificates of the host keys. */
  public static final Setting<List<String>> HOST_CERTIFICATE =
      TOPIC
          .add(new Setting<>("HostCertificate", List.<String>of(), (line, _) -> wholeFile(line)))
          .adding(Settings::concatenated)
          .shownAs(files -> files);

  /** Patterns of names. */
  public static final Setting<List<String>> ACCEPT_ENV =
      TOPIC
          .add(new Setting<>("AcceptEnv", List.<String>of(), (line, _) -> environmentNames(line)))
          .adding(Settings::concatenated)
          .inMatch()
          .shownAs(names -> names);

  /** Each {@code NAME=value}. */
  public static final Setting<List<String>> SET_ENV =
      TOPIC
          .add(new Setting<>("SetEnv", List.<String>of(), (line, _) -> environment(line)))
          .inMatch()
          .shownAs(values -> values);

  /** Command lines for the shell, or internal-sftp and its options, by the names of subsystems. */
  public static final Setting<Map<String, String>> SUBSYSTEM =
      TOPIC
          .add(new Setting<>("Subsystem", Map.<String, String>of(), (line, _) -> subsystem(line)))
          .adding(Settings::firstOfEach)
          .inMatch()
          .shownAs(
              systems ->
                  systems.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());

  public static final Setting<StartupLimit> MAX_STARTUPS =
      TOPIC.add(new Setting<>("MaxStartups", StartupLimit.DEFAULT, (line, _) -> startups(line)));

  public static final Setting<RekeyLimit> REKEY_LIMIT =
      TOPIC.add(
          new Setting<>("RekeyLimit", RekeyLimit.DEFAULT, (line, _) -> RekeyLimit.read(line)));

  private Settings() {}

  static List<Setting<?>> all() {
    return Stream.of(
            TOPIC.settings(),
            LoginSettings.all(),
            ForwardingSettings.all(),
            SourceSettings.all(),
            OperationSettings.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> wholeFile(ConfigLine line) throws ConfigException {
    return List.of(Topic.whole(line, line.only()));
  }

  private static List<String> wholeFiles(ConfigLine line) throws ConfigException {
    List<String> files = new ArrayList<>();
    for (String name : line.allOrNone()) {
      files.add(Topic.whole(line, name));
    }
    return List.copyOf(files);
  }

  private static Facility facility(ConfigLine line) throws ConfigException {
    String name = line.only();
    return Facility.byName(name)
        .orElseThrow(() -> line.error("unsupported log facility '" + name + "'"));
  }

  private static Setting<List<String>> algorithms(
      String name, List<String> standard, List<String> supported, List<String> legacy) {
    return TOPIC
        .add(
            new Setting<>(
                name, standard, (line, _) -> AlgorithmSpec.read(line, standard, supported, legacy)))
        .shownAs(names -> List.of(String.join(",", names)));
  }

  private static List<String> withCertificates(List<String> plain) {
    return Stream.concat(SignatureAlgorithms.DEFAULT_CERTIFICATE.stream(), plain.stream()).toList();
  }

  private static Setting<List<UserPattern>> users(String name) {
    return TOPIC
        .add(new Setting<>(name, List.<UserPattern>of(), (line, _) -> UserPattern.read(line)))
        .adding(Settings::concatenated)
        .inMatch()
        .shownAs(patterns -> patterns.stream().map(UserPattern::toString).toList());
  }

  private static Setting<List<String>> groups(String name) {
    return TOPIC
        .add(new Setting<>(name, List.<String>of(), (line, _) -> line.all()))
        .adding(Settings::concatenated)
        .inMatch()
        .shownAs(patterns -> patterns);
  }

  private static int port(ConfigLine line) throws ConfigException {
    return ListenAddress.port(line, line.only("missing port number."));
  }

  private static <E> List<E> concatenated(List<E> before, List<E> added) {
    Set<E> all = new LinkedHashSet<>(before);
    all.addAll(added);
    return all.stream().limit(MOST_PORTS).toList();
  }

  private static <V> Map<String, V> firstOfEach(Map<String, V> before, Map<String, V> added) {
    Map<String, V> all = new LinkedHashMap<>(added);
    all.putAll(before);
    return all;
  }

  private static StartupLimit startups(ConfigLine line) throws ConfigException {
    Matcher spec = STARTUPS.matcher(line.only());
    try {
      if (spec.matches()) {
        int begin = Integer.parseInt(spec.group(1));
        return spec.group(2) == null
            ? new StartupLimit(begin, StartupLimit.DEFAULT.rate(), begin)
            : new StartupLimit(
                begin, Integer.parseInt(spec.group(2)), Integer.parseInt(spec.group(3)));
      }
    } catch (IllegalArgumentException _) {
      // numbers that do not go together: told like what is no number
    }
    throw line.error("Invalid MaxStartups spec.");
  }

  private static int rsaBits(ConfigLine line, StderrLog log) throws ConfigException {
    int bits = Math.max(line.number(), RsaPublicKey.LEAST_MINIMUM_BITS);
    if (bits < RsaPublicKey.DEFAULT_MINIMUM_BITS) {
      log.info(line.error("RequiredRSASize " + bits + " lets weak keys in").getMessage());
    }
    return bits;
  }

  /** What follows the keyword as it stands: the shell takes it apart, comments too. */
  private static String raw(ConfigLine line) throws ConfigException {
    return unlessNone(line.rest());
  }

  private static String unlessNone(String value) {
    return value.equalsIgnoreCase(NONE) ? "" : value;
  }

  private static String addendum(ConfigLine line) throws ConfigException {
    int comment = line.rest().indexOf('#');
    String text = (comment < 0 ? line.rest() : line.rest().substring(0, comment)).strip();
    boolean printable = text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    if (!printable || text.length() > 200) {
      throw line.error("Invalid VersionAddendum argument");
    }
    return unlessNone(text);
  }

  private static List<String> environmentNames(ConfigLine line) throws ConfigException {
    for (String name : line.all()) {
      if (name.indexOf('=') >= 0) {
        throw line.error("Invalid environment name.");
      }
    }
    return line.arguments();
  }

  private static List<String> environment(ConfigLine line) throws ConfigException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String value : line.all()) {
      int equals = value.indexOf('=');
      if (equals <= 0) {
        throw line.error("Invalid environment.");
      }
      values.putIfAbsent(value.substring(0, equals), value);
    }
    return List.copyOf(values.values());
  }

  private static Map<String, String> subsystem(ConfigLine line) throws ConfigException {
    List<String> words = line.arguments();
    if (words.size() < 2 || words.get(0).isEmpty() || words.get(1).isEmpty()) {
      throw line.error("Subsystem missing argument.");
    }
    return Map.of(words.get(0), Words.join(words.subList(1, words.size())));
  }
}
