package org.sshlite.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.IdentityFile;
import org.sshlite.client.config.Setting;
import org.sshlite.client.config.Tokens;

/** {@code -G}: the values in force, a keyword in lower case and its value a line. */
final class ConfigListing {
  private final List<String> lines = new ArrayList<>();

  private ConfigListing() {}

  static List<String> of(ClientConfig config, Tokens names) {
    ConfigListing listing = new ConfigListing();
    listing.add("host", names.originalHost());
    listing.add("user", names.remoteUser());
    listing.add("hostname", names.host());
    listing.add("port", names.port());
    listing.addConnection(config);
    listing.addTrust(config);
    listing.addLogin(config);
    listing.addSession(config);
    return listing.lines;
  }

  private void addConnection(ClientConfig config) {
    add(config.addressFamily);
    add(config.connectionAttempts);
    add("connecttimeout", config.connectTimeout.get().toSeconds());
    add("serveraliveinterval", config.serverAliveInterval.get().toSeconds());
    add(config.serverAliveCountMax);
    add(
        "rekeylimit",
        config.rekeyLimit.get().bytes() + " " + config.rekeyLimit.get().interval().toSeconds());
    add(config.compression);
    add(config.tcpKeepAlive);
    addList(config.kexAlgorithms, ",");
    addList(config.ciphers, ",");
    addList(config.macs, ",");
  }

  private void addTrust(ClientConfig config) {
    addList(config.hostKeyAlgorithms, ",");
    add(config.strictHostKeyChecking);
    addList(config.userKnownHostsFile, " ");
    addList(config.globalKnownHostsFile, " ");
    add(config.hashKnownHosts);
    add(config.checkHostIp);
    addList(config.caSignatureAlgorithms, ",");
    add("updatehostkeys", config.updateHostKeysInForce());
    add(config.verifyHostKeyDns);
    if (!config.revokedHostKeys.get().isEmpty()) {
      addList(config.revokedHostKeys, " ");
    }
    config.knownHostsCommand.get().ifPresent(command -> add("knownhostscommand", command));
    config.hostKeyAlias.get().ifPresent(alias -> add("hostkeyalias", alias));
  }

  private void addLogin(ClientConfig config) {
    add(config.batchMode);
    addList(config.preferredAuthentications, ",");
    add(config.pubkeyAuthentication);
    addList(config.pubkeyAcceptedAlgorithms, ",");
    add(config.passwordAuthentication);
    add(config.numberOfPasswordPrompts);
    add(config.identitiesOnly);
    add(config.requiredRsaSize);
    config.identityAgent.get().ifPresent(agent -> add("identityagent", agent));
    for (IdentityFile file : config.identityFiles()) {
      add("identityfile", file.path());
    }
    config.certificateFiles().forEach(file -> add("certificatefile", file));
  }

  private void addSession(ClientConfig config) {
    add(config.requestTty);
    add(config.sessionType);
    add(config.stdinNull);
    config.remoteCommand.get().ifPresent(command -> add("remotecommand", command));
    config.sendEnv().forEach(name -> add("sendenv", name));
    config.setEnv.get().forEach(assignment -> add("setenv", assignment));
    add(config.logLevel);
  }

  private void addList(Setting<List<String>> setting, String separator) {
    add(setting.keyword().toLowerCase(Locale.ROOT), String.join(separator, setting.get()));
  }

  private void add(Setting<?> setting) {
    add(setting.keyword().toLowerCase(Locale.ROOT), setting.get());
  }

  private void add(String keyword, Object value) {
    String text =
        switch (value) {
          case Boolean yes -> yes ? "yes" : "no";
          case Enum<?> name -> name.name().toLowerCase(Locale.ROOT).replace('_', '-');
          default -> value.toString();
        };
    lines.add(keyword + " " + text);
  }
}
