package org.sshlite.client.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.cert.FingerprintHash;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.program.config.ChannelTimeouts;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.QualityOfService;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.config.Syntax;
import org.sshlite.program.log.Facility;

/**
 * The values of ssh_config(5) for one host, with OpenSSH 10.5's defaults, in the order in which
 * {@code ssh -G} prints them. Filled by {@link ConfigReader}. For one thread.
 *
 * <p>A keyword without an effect says so here and nowhere else ({@code ignoredUnless}, {@code
 * refusedIf}, {@code moot}): who gives it one takes that word out.
 */
public final class ClientConfig {
  private static final String USERS_KNOWN_HOSTS = "~/.ssh/known_hosts";

  private final List<Setting<?>> all = new ArrayList<>();

  /** Shown by {@code -G} with its tokens replaced, in front of all others. */
  public final Setting<Optional<String>> user = hidden("User");

  /** As {@link #user}. */
  public final Setting<Optional<String>> hostName = hidden("HostName");

  public final Setting<Integer> port = add("Port", 22, Values.PORT);
  public final Setting<AddressFamily> addressFamily =
      add("AddressFamily", AddressFamily.ANY, Values.FAMILY);
  public final Setting<Boolean> batchMode = flag("BatchMode", false);
  public final Setting<Boolean> canonicalizeFallbackLocal = flag("CanonicalizeFallbackLocal", true);
  public final Setting<String> canonicalizeHostname =
      add("CanonicalizeHostname", "false", Values.words("true", "false", "always"));
  public final Setting<Boolean> checkHostIp = flag("CheckHostIP", false);
  public final Setting<Boolean> compression =
      add("Compression", false, Syntax.names(Map.entry("yes", true), Map.entry("no", false)));
  public final Setting<String> controlMaster = add("ControlMaster", "false", Values.CONTROL_MASTER);
  public final Setting<Boolean> enableSshKeysign = flag("EnableSSHKeysign", false).moot();
  public final Setting<Boolean> clearAllForwardings = flag("ClearAllForwardings", false);
  public final Setting<Boolean> exitOnForwardFailure = flag("ExitOnForwardFailure", false);
  public final Setting<FingerprintHash> fingerprintHash =
      add("FingerprintHash", FingerprintHash.SHA256, Values.HASH);
  public final Setting<Boolean> forwardX11 = flag("ForwardX11", false);
  public final Setting<Boolean> forwardX11Trusted = flag("ForwardX11Trusted", false);
  public final Setting<Boolean> gatewayPorts = flag("GatewayPorts", false);
  public final Setting<Boolean> hashKnownHosts = flag("HashKnownHosts", false);
  public final Setting<Boolean> hostbasedAuthentication =
      flag("HostbasedAuthentication", false).ignoredUnless(tries -> !tries);
  public final Setting<Boolean> identitiesOnly = flag("IdentitiesOnly", false);
  public final Setting<Boolean> kbdInteractiveAuthentication =
      flag("KbdInteractiveAuthentication", true);
  public final Setting<Boolean> noHostAuthenticationForLocalhost =
      flag("NoHostAuthenticationForLocalhost", false);
  public final Setting<Boolean> passwordAuthentication = flag("PasswordAuthentication", true);
  public final Setting<Boolean> permitLocalCommand = flag("PermitLocalCommand", false);
  public final Setting<Boolean> proxyUseFdpass = flag("ProxyUseFdpass", false);
  public final Setting<PubkeyAuthentication> pubkeyAuthentication =
      add("PubkeyAuthentication", PubkeyAuthentication.ALL, PubkeyAuthentication.SYNTAX);
  public final Setting<RequestTty> requestTty = add("RequestTTY", RequestTty.AUTO, Values.TTY);
  public final Setting<SessionType> sessionType =
      add("SessionType", SessionType.DEFAULT, Values.SESSION);
  public final Setting<Boolean> stdinNull = flag("StdinNull", false);
  public final Setting<Boolean> forkAfterAuthentication = flag("ForkAfterAuthentication", false);
  public final Setting<Boolean> streamLocalBindUnlink = flag("StreamLocalBindUnlink", false);
  public final Setting<StrictHostKeyChecking> strictHostKeyChecking =
      add("StrictHostKeyChecking", StrictHostKeyChecking.ASK, Values.STRICTNESS);
  public final Setting<Boolean> tcpKeepAlive = flag("TCPKeepAlive", true);
  public final Setting<String> tunnel =
      add("Tunnel", "false", LackingValues.TUNNEL_MODE)
          .ignoredUnless("false"::equals)
          .refusedIf(_ -> this.tunnel.isFlagged());
  public final Setting<VerifyHostKeyDns> verifyHostKeyDns =
      add("VerifyHostKeyDNS", VerifyHostKeyDns.NO, Values.SSHFP);
  public final Setting<Boolean> visualHostKey = flag("VisualHostKey", false);

  /** Empty: only where the usual user file is in use, see {@link #updateHostKeysInForce}. */
  public final Setting<Optional<UpdateHostKeys>> updateHostKeys =
      add("UpdateHostKeys", Optional.empty(), Values.UPDATES)
          .shownBy(_ -> Values.UPDATES.show().apply(Optional.of(updateHostKeysInForce())));

  public final Setting<Boolean> enableEscapeCommandline = flag("EnableEscapeCommandline", false);
  public final Setting<WarnWeakCrypto> warnWeakCrypto =
      add("WarnWeakCrypto", WarnWeakCrypto.YES, Values.WARN)
          .shownAs(text -> text.equals("yes") ? text : "no"); // as ssh

  public final Setting<Integer> canonicalizeMaxDots = number("CanonicalizeMaxDots", 1);
  public final Setting<Integer> connectionAttempts = number("ConnectionAttempts", 1);
  public final Setting<Duration> forwardX11Timeout =
      add("ForwardX11Timeout", Duration.ofMinutes(20), Values.TIME);
  public final Setting<Integer> numberOfPasswordPrompts = number("NumberOfPasswordPrompts", 3);
  public final Setting<Integer> serverAliveCountMax = number("ServerAliveCountMax", 3);

  /** Zero: never asked. */
  public final Setting<Duration> serverAliveInterval =
      add("ServerAliveInterval", Duration.ZERO, Values.TIME);

  /**
   * Bits; never fewer than we accept at all. Deviation: OpenSSH's default is 1024, which nobody
   * should rely on.
   */
  public final Setting<Integer> requiredRsaSize =
      number("RequiredRSASize", RsaPublicKey.DEFAULT_MINIMUM_BITS);

  public final Setting<KeystrokeTiming> obscureKeystrokeTiming =
      add("ObscureKeystrokeTiming", KeystrokeTiming.USUAL, KeystrokeTiming.SYNTAX);

  public final Setting<Optional<String>> bindAddress =
      add("BindAddress", Optional.empty(), Syntax.WORD);
  public final Setting<Optional<String>> bindInterface =
      add("BindInterface", Optional.empty(), Syntax.WORD);

  public final Setting<List<String>> ciphers = algorithms("Ciphers", Algorithms.CIPHERS);
  public final Setting<Optional<String>> controlPath = path("ControlPath", Syntax.WORD_OR_NONE);
  public final Setting<List<String>> hostKeyAlgorithms =
      algorithms("HostKeyAlgorithms", Algorithms.HOST_KEYS);
  public final Setting<Optional<String>> hostKeyAlias =
      add("HostKeyAlias", Optional.empty(), Syntax.WORD)
          .expandedBy((alias, _) -> alias.map(name -> name.toLowerCase(Locale.ROOT)));
  public final Setting<List<String>> hostbasedAcceptedAlgorithms =
      algorithms("HostbasedAcceptedAlgorithms", Algorithms.USER_KEYS).moot();

  /** A socket, a variable that names one, or none; empty: the variable SSH_AUTH_SOCK. */
  public final Setting<Optional<String>> identityAgent = path("IdentityAgent", Syntax.WORD);

  public final Setting<List<String>> ignoreUnknown =
      add("IgnoreUnknown", List.of(), Values.COMMA_LIST).shownOnlyIfSet();
  public final Setting<Optional<String>> kbdInteractiveDevices =
      add("KbdInteractiveDevices", Optional.empty(), Syntax.WORD);
  public final Setting<List<String>> kexAlgorithms = algorithms("KexAlgorithms", Algorithms.KEX);

  /** What a CA may have signed host certificates by. */
  public final Setting<List<String>> caSignatureAlgorithms =
      algorithms("CASignatureAlgorithms", Algorithms.CA);

  public final Setting<Optional<String>> localCommand =
      add("LocalCommand", Optional.empty(), Syntax.COMMAND);
  public final Setting<Optional<String>> remoteCommand =
      add("RemoteCommand", Optional.empty(), Syntax.COMMAND)
          .expandedBy((command, names) -> expanded(command, names::percent));
  public final Setting<LogLevel> logLevel = add("LogLevel", LogLevel.INFO, Values.LEVEL);
  public final Setting<List<String>> macs = algorithms("MACs", Algorithms.MACS);
  public final Setting<Optional<String>> pkcs11Provider =
      add("PKCS11Provider", Optional.empty(), Syntax.WORD_OR_NONE)
          .ignoredUnless(Optional::isEmpty)
          .instead("an agent has such keys: ssh-add -s");
  public final Setting<Optional<String>> securityKeyProvider =
      add("SecurityKeyProvider", Optional.of("$SSH_SK_PROVIDER"), Syntax.WORD_OR_NONE)
          .ignoredUnless(Optional::isEmpty)
          .instead("an agent has such keys: ssh-add -S");
  public final Setting<List<String>> preferredAuthentications =
      add(
              "PreferredAuthentications",
              List.of("publickey", "keyboard-interactive", "password"),
              Values.COMMA_LIST)
          .shownOnlyIfSet();
  public final Setting<List<String>> pubkeyAcceptedAlgorithms =
      algorithms("PubkeyAcceptedAlgorithms", Algorithms.USER_KEYS);
  public final Setting<Optional<String>> xAuthLocation =
      add("XAuthLocation", Optional.of("/usr/bin/xauth"), Syntax.WORD);
  public final Setting<Optional<String>> knownHostsCommand =
      add("KnownHostsCommand", Optional.empty(), Values.ABSOLUTE_COMMAND);
  public final Setting<Optional<String>> tag = add("Tag", Optional.empty(), Syntax.WORD);

  /** Behind our identification string. */
  public final Setting<Optional<String>> versionAddendum =
      add("VersionAddendum", Optional.empty(), Values.ADDENDUM)
          .expandedBy((text, names) -> expanded(text, names::text));

  public final Setting<List<ForwardSpec>> dynamicForward =
      forwards("DynamicForward", ForwardSpec::readDynamic);
  public final Setting<List<ForwardSpec>> localForward =
      forwards("LocalForward", ForwardSpec::readLocal);
  public final Setting<List<ForwardSpec>> remoteForward =
      forwards("RemoteForward", ForwardSpec::readRemote)
          .shownAs(text -> text.indexOf(' ') < 0 ? text + " [socks]:0" : text);

  /** In the order to try them. */
  public final Setting<List<IdentityFile>> identityFile =
      add(new Setting<List<IdentityFile>>(
              "IdentityFile",
              IdentityFile.USUAL,
              (line, source) ->
                  List.of(new IdentityFile(line.only(), source != Setting.Source.SYSTEM)),
              files -> files.stream().map(IdentityFile::path).toList()))
          .adding(List.of(), IdentityFile::union);

  public final Setting<List<String>> canonicalDomains = words("CanonicalDomains");

  /** In the order to try them. */
  public final Setting<List<String>> certificateFile =
      add("CertificateFile", List.of(), Values.WORD_A_LINE)
          .adding(List.of(), ClientConfig::distinct);

  public final Setting<List<String>> globalKnownHostsFile =
      add(
          "GlobalKnownHostsFile",
          List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"),
          Syntax.WORDS_OR_NONE);
  public final Setting<List<String>> userKnownHostsFile =
      add(
              "UserKnownHostsFile",
              List.of(USERS_KNOWN_HOSTS, "~/.ssh/known_hosts2"),
              Syntax.WORDS_OR_NONE)
          .expandedBy(ClientConfig::paths);

  /** Files of keys that are never believed. */
  public final Setting<List<String>> revokedHostKeys =
      words("RevokedHostKeys").expandedBy(ClientConfig::paths);

  /** Patterns of the names of variables to send. */
  public final Setting<List<String>> sendEnv =
      add("SendEnv", List.of(), Values.VARIABLE_NAMES).adding(List.of(), ClientConfig::sendEnv);

  public final Setting<List<String>> setEnv =
      add("SetEnv", List.of(), Values.VARIABLES).expandedBy(ClientConfig::assignments);
  public final Setting<List<String>> logVerbose =
      words("LogVerbose")
          .shownAs(text -> text.split(" ")[0]); // as ssh, which keeps the first alone
  public final Setting<ChannelTimeouts> channelTimeout =
      add("ChannelTimeout", ChannelTimeouts.NONE, Values.TIMEOUTS);
  public final Setting<RemoteOpens> permitRemoteOpen =
      add("PermitRemoteOpen", RemoteOpens.ANY, RemoteOpens.SYNTAX);
  public final Setting<AddKeysToAgent> addKeysToAgent =
      add("AddKeysToAgent", AddKeysToAgent.NO, AddKeysToAgent.SYNTAX);

  /** "yes", "no", or where the agent is. */
  public final Setting<String> forwardAgent =
      add("ForwardAgent", "no", Values.AGENT).expandedBy((agent, names) -> names.path(agent));

  /** Empty: as long as the operating system tries. */
  public final Setting<Optional<Duration>> connectTimeout =
      add("ConnectTimeout", Optional.empty(), Values.TIME_OR_NONE);

  public final Setting<String> tunnelDevice =
      add("TunnelDevice", "any:any", LackingValues.TUNNEL_DEVICE).moot();

  final Setting<List<CnameRule>> canonicalizePermittedCnames =
      add("CanonicalizePermittedCNAMEs", List.of(), CnameRule.SYNTAX)
          .shownUnder("canonicalizePermittedcnames"); // as ssh has it
  public final Setting<String> controlPersist = add("ControlPersist", "no", Values.PERSIST);
  public final Setting<EscapeCharacter> escapeChar =
      add("EscapeChar", EscapeCharacter.TILDE, Values.ESCAPE);
  public final Setting<QualityOfService> ipQos =
      add("IPQoS", QualityOfService.DEFAULT, QualityOfService.SYNTAX);
  public final Setting<RekeyLimit> rekeyLimit = add("RekeyLimit", RekeyLimit.DEFAULT, Values.REKEY);
  public final Setting<Integer> streamLocalBindMask =
      add("StreamLocalBindMask", 0177, Values.BIND_MASK);
  public final Setting<Facility> syslogFacility =
      add("SyslogFacility", Facility.USER, Values.FACILITY);
  public final Setting<Optional<JumpHosts>> proxyJump =
      add("ProxyJump", Optional.empty(), JumpHosts.SYNTAX)
          .countingIf(() -> !this.proxyCommand.isSet());
  public final Setting<Optional<String>> proxyCommand =
      add("ProxyCommand", Optional.empty(), Syntax.COMMAND)
          .countingIf(() -> proxyJump.get().isEmpty());

  public final Setting<Optional<String>> refuseConnection = hidden("RefuseConnection");

  private final Map<String, Setting<?>> byName =
      all.stream()
          .collect(
              Collectors.toMap(
                  setting -> setting.keyword().toLowerCase(Locale.ROOT), setting -> setting));

  /** Nothing but defaults. */
  public ClientConfig() {}

  private <S extends Setting<?>> S add(S setting) {
    all.add(setting);
    return setting;
  }

  private <T> Setting<T> add(String keyword, T otherwise, Syntax<T> syntax) {
    return add(new Setting<>(keyword, otherwise, syntax));
  }

  private Setting<Boolean> flag(String keyword, boolean otherwise) {
    return add(keyword, otherwise, Values.FLAG);
  }

  private Setting<Integer> number(String keyword, int otherwise) {
    return add(keyword, otherwise, Syntax.NUMBER);
  }

  private Setting<List<String>> words(String keyword) {
    return add(keyword, List.of(), Syntax.WORDS_OR_NONE);
  }

  private Setting<List<String>> algorithms(String keyword, Algorithms kind) {
    return add(kind.setting(keyword));
  }

  private Setting<Optional<String>> hidden(String keyword) {
    return add(keyword, Optional.empty(), Syntax.WORD).shownBy(_ -> List.of());
  }

  private Setting<Optional<String>> path(String keyword, Syntax<Optional<String>> syntax) {
    return add(keyword, Optional.empty(), syntax)
        .expandedBy((path, names) -> expanded(path, names::path));
  }

  private Setting<List<ForwardSpec>> forwards(String keyword, Syntax.Reader<ForwardSpec> reader) {
    Syntax<List<ForwardSpec>> syntax =
        new Syntax<>(
            line -> List.of(reader.read(line)),
            specs ->
                clearAllForwardings.get()
                    ? List.of()
                    : specs.stream().map(ForwardSpec::toString).toList());
    Setting<List<ForwardSpec>> setting = add(keyword, List.of(), syntax);
    return setting.adding(List.of(), ClientConfig::distinct).expandedBy(ClientConfig::sockets);
  }

  /** Replaces tokens in a text. */
  private interface Replacement {
    String of(String text) throws ConfigException;
  }

  private static Optional<String> expanded(Optional<String> text, Replacement tokens)
      throws ConfigException {
    return text.isEmpty() ? text : Optional.of(tokens.of(text.get()));
  }

  private static List<String> paths(List<String> files, Tokens names) throws ConfigException {
    List<String> paths = new ArrayList<>();
    for (String file : files) {
      paths.add(names.path(file));
    }
    return paths;
  }

  /** The names of variables hold no tokens. */
  private static List<String> assignments(List<String> all, Tokens names) throws ConfigException {
    List<String> expanded = new ArrayList<>();
    for (String assignment : all) {
      int value = assignment.indexOf('=') + 1;
      expanded.add(assignment.substring(0, value) + names.text(assignment.substring(value)));
    }
    return expanded;
  }

  private static List<ForwardSpec> sockets(List<ForwardSpec> specs, Tokens names)
      throws ConfigException {
    List<ForwardSpec> expanded = new ArrayList<>();
    for (ForwardSpec spec : specs) {
      expanded.add(spec.expanded(names));
    }
    return expanded;
  }

  private static <E> List<E> distinct(List<E> before, List<E> added) {
    return Stream.concat(before.stream(), added.stream()).distinct().toList();
  }

  /** {@code -pattern} takes out those that it matches. */
  private static List<String> sendEnv(List<String> before, List<String> patterns) {
    List<String> names = new ArrayList<>(before);
    for (String pattern : patterns) {
      if (pattern.startsWith("-")) {
        Wildcard removed = new Wildcard(pattern.substring(1));
        names.removeIf(removed::matches);
      } else {
        names.add(pattern);
      }
    }
    return List.copyOf(names);
  }

  /** The setting of a keyword in its usual spelling; empty when there is none. */
  Optional<Setting<?>> setting(String keyword) {
    return Optional.ofNullable(byName.get(keyword.toLowerCase(Locale.ROOT)));
  }

  /** In the order of {@code -G}. */
  List<Setting<?>> all() {
    return List.copyOf(all);
  }

  /** Replaces tokens, where {@code -G} shows them replaced. */
  void expand(Tokens names) throws ConfigException {
    for (Setting<?> setting : all) {
      setting.expand(names);
    }
  }

  /**
   * Says what is asked for and has no effect, as far as that makes a difference to {@code call}.
   *
   * @throws ConfigException when something may not be left out
   */
  public void judge(StderrLog log) throws ConfigException {
    for (Setting<?> setting : all) {
      setting.judge(log);
    }
  }

  /** What {@code -G} prints behind the names: a keyword in lower case and its value a line. */
  public List<String> lines() {
    return all.stream().flatMap(setting -> setting.show().stream()).toList();
  }

  boolean canonicalizes() {
    return !canonicalizeHostname.get().equals("false");
  }

  /** What a proxy makes of a name is its own matter. */
  private boolean isDirect() {
    return proxyCommand.get().isEmpty() && proxyJump.get().isEmpty();
  }

  Canonicalization canonicalization() {
    return new Canonicalization(
        canonicalizes() && (isDirect() || canonicalizeHostname.get().equals("always")),
        canonicalDomains.get(),
        canonicalizeMaxDots.get(),
        canonicalizeFallbackLocal.get(),
        canonicalizePermittedCnames.get());
  }

  /** UpdateHostKeys in force, as ssh_config(5): not by itself where the user files were changed. */
  public UpdateHostKeys updateHostKeysInForce() {
    boolean usual =
        verifyHostKeyDns.get() == VerifyHostKeyDns.NO
            && (!userKnownHostsFile.isSet()
                || userKnownHostsFile.given().equals(List.of(USERS_KNOWN_HOSTS)));
    return updateHostKeys.get().orElse(usual ? UpdateHostKeys.YES : UpdateHostKeys.NO);
  }

  /** In the order to try them; empty when none is named, so the defaults count. */
  public List<IdentityFile> identityFiles() {
    return identityFile.isSet() ? identityFile.get() : List.of();
  }

  /** CertificateFile as written, in the order to try them. */
  public List<String> certificateFiles() {
    return certificateFile.get();
  }

  /** Patterns of the names of variables to send. */
  public List<String> sendEnv() {
    return sendEnv.get();
  }
}
