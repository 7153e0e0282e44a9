package org.sshlite.client.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.NetworkOptions;
import org.sshlite.client.config.AddKeysToAgent;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.IdentityFile;
import org.sshlite.client.config.PubkeyAuthentication;
import org.sshlite.client.config.Tokens;
import org.sshlite.client.config.WarnWeakCrypto;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.dns.SshfpLookup;
import org.sshlite.client.identity.AddedKeys;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.terminal.Askpass;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.knownhosts.CertificatePolicy;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KeyDisplay;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.connection.ServiceClasses;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.TransportOptions;

/** The values of a configuration as the library takes them. */
record OptionsOf(ClientConfig config, Tokens names, Dialog dialog) {
  ClientOptions clientOptions() throws ConfigException {
    if (config.connectionAttempts.get() < 1) {
      throw new ConfigException("Invalid number of ConnectionAttempts");
    }
    return new ClientOptions(
        new NetworkOptions(
            config.addressFamily.get(),
            config.connectTimeout.get().orElse(Duration.ZERO),
            config.connectionAttempts.get(),
            config.bindAddress.get(),
            config.bindInterface.get(),
            config.tcpKeepAlive.get(),
            new ServiceClasses(config.ipQos.get().interactive(), config.ipQos.get().bulk())),
        transport(),
        trust(),
        login(),
        dialog,
        config.warnWeakCrypto.get() != WarnWeakCrypto.NO);
  }

  private TransportOptions transport() {
    String addendum = config.versionAddendum.get().orElse("");
    String ours = IdentificationString.OURS.line();
    return TransportOptions.builder()
        .identification(new IdentificationString(addendum.isEmpty() ? ours : ours + " " + addendum))
        .kexMethods(config.kexAlgorithms.get())
        .hostKeyAlgorithms(config.hostKeyAlgorithms.get())
        .userKeyAlgorithms(config.pubkeyAcceptedAlgorithms.get())
        .ciphers(config.ciphers.get())
        .macs(config.macs.get())
        .compressions(config.compression.get() ? Compression.PREFERRED : Compression.DEFAULT)
        .rekeyBytes(config.rekeyLimit.get().bytes())
        .rekeyTime(config.rekeyLimit.get().interval())
        .alive(config.serverAliveInterval.get(), config.serverAliveCountMax.get())
        .minimumRsaBits(config.requiredRsaSize.get())
        .loginGrace(config.connectTimeout.get().orElse(Duration.ZERO))
        .build();
  }

  private TrustOptions trust() throws ConfigException {
    KnownHosts knownHosts =
        KnownHosts.open(
                plain(config.userKnownHostsFile.get()), plain(config.globalKnownHostsFile.get()))
            .hashingNames(config.hashKnownHosts.get())
            .judgingCertificatesBy(
                new CertificatePolicy(InstantSource.system(), config.caSignatureAlgorithms.get()));
    if (config.knownHostsCommand.get().isPresent()) {
      knownHosts =
          knownHosts.withCommand(KnownHostsCommand.of(config.knownHostsCommand.get().get(), names));
    }
    return new TrustOptions(
        new HostVerifier(
            knownHosts, plain(config.revokedHostKeys.get()), config.verifyHostKeyDns.get()),
        config.strictHostKeyChecking.get(),
        config.checkHostIp.get(),
        config.hostKeyAlias.get(),
        config.requiredRsaSize.get(),
        config.updateHostKeysInForce(),
        // made when it is asked: most never do, and a start shall not pay for it
        host -> SshfpLookup.ofSystem().apply(host),
        new KeyDisplay(config.fingerprintHash.get(), config.visualHostKey.get()),
        config.noHostAuthenticationForLocalhost.get(),
        Optional.empty());
  }

  private LoginOptions login() throws ConfigException {
    List<String> methods =
        config.preferredAuthentications.get().stream()
            .filter(
                method ->
                    switch (method) {
                      case "publickey" ->
                          config.pubkeyAuthentication.get() != PubkeyAuthentication.NO;
                      case "keyboard-interactive" -> config.kbdInteractiveAuthentication.get();
                      case "password" -> config.passwordAuthentication.get();
                      default -> false;
                    })
            // BatchMode: there is nobody to ask
            .filter(method -> method.equals("publickey") || !config.batchMode.get())
            .toList();
    return new LoginOptions(
        methods,
        config
            .kbdInteractiveDevices
            .get()
            .map(names -> List.of(names.split(",")))
            .orElse(List.of()),
        List.of(),
        keys(),
        paths(config.certificateFiles()),
        AgentSocket.own(config, names.local().variables()::apply),
        config.identitiesOnly.get(),
        addedKeys(),
        config.numberOfPasswordPrompts.get(),
        config.requiredRsaSize.get(),
        Optional.empty(),
        config.pubkeyAuthentication.get().bindsToHost());
  }

  private Optional<AddedKeys> addedKeys() {
    AddKeysToAgent adds = config.addKeysToAgent.get();
    boolean asks = adds.mode() == AddKeysToAgent.Mode.ASK;
    return adds.mode() == AddKeysToAgent.Mode.NO
        ? Optional.empty()
        : Optional.of(
            new AddedKeys(
                question -> !asks || Askpass.permits(question, UserEnvironment.variables()),
                adds.seconds(),
                adds.mode() == AddKeysToAgent.Mode.CONFIRM));
  }

  private List<KeyLocation> keys() throws ConfigException {
    if (config.identityFiles().isEmpty()) {
      return ClientOptions.usualKeys(names.local().home());
    }
    List<KeyLocation> keys = new ArrayList<>();
    for (IdentityFile file : config.identityFiles()) {
      if (!file.path().equalsIgnoreCase("none")) {
        keys.add(new KeyLocation(Path.of(names.path(file.path())), file.asked()));
      }
    }
    return keys;
  }

  /** Of files whose tokens are replaced already, or that hold none. */
  private static List<Path> plain(List<String> files) {
    return files.stream().map(Path::of).toList();
  }

  private List<Path> paths(List<String> files) throws ConfigException {
    List<Path> paths = new ArrayList<>();
    for (String file : files) {
      paths.add(Path.of(names.path(file)));
    }
    return paths;
  }
}
