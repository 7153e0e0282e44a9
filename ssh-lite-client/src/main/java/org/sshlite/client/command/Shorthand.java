package org.sshlite.client.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.config.Setting;
import org.sshlite.program.config.ConfigException;

/**
 * Flags of ssh(1) that stand for a keyword of ssh_config(5). What has no effect yet is told, or
 * refused, as the keyword is.
 */
record Shorthand(ClientConfig config, ConfigReader reader) {
  /** Whether {@code letter} is such a flag. */
  boolean take(char letter, String value) throws UsageException {
    String flag = "-" + letter;
    switch (letter) {
      case 'A' -> config.forwardAgent.flag(flag, "yes");
      case 'a' -> config.forwardAgent.flag(flag, "no");
      case 'B' -> config.bindInterface.flag(flag, Optional.of(value));
      case 'b' -> config.bindAddress.flag(flag, Optional.of(value));
      case 'C' -> config.compression.flag(flag, true);
      case 'D' -> forward(config.dynamicForward, flag, value, ForwardSpec.dynamic(value));
      case 'f' -> {
        config.forkAfterAuthentication.flag(flag, true);
        config.stdinNull.flag(flag, true);
      }
      case 'g' -> config.gatewayPorts.flag(flag, true);
      case 'I' -> config.pkcs11Provider.flag(flag, Optional.of(value));
      case 'J' -> jump(value);
      case 'L' -> forward(config.localForward, flag, value, ForwardSpec.local(value));
      case 'M' ->
          config.controlMaster.flag(
              flag, config.controlMaster.get().equals("true") ? "ask" : "true");
      case 'n' -> config.stdinNull.flag(flag, true);
      case 'R' -> forward(config.remoteForward, flag, value, ForwardSpec.remote(value));
      case 'S' -> config.controlPath.flag(flag, Optional.of(value).filter(p -> !p.equals("none")));
      case 'w' -> {
        config.tunnel.flag(flag, config.tunnel.isSet() ? config.tunnel.get() : "point-to-point");
        option("TunnelDevice", value, "Bad tun device '" + value + "'");
      }
      case 'X' -> config.forwardX11.flag(flag, true);
      case 'x' -> config.forwardX11.flag(flag, false);
      case 'Y' -> {
        config.forwardX11.flag(flag, true);
        config.forwardX11Trusted.flag(flag, true);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void forward(
      Setting<List<ForwardSpec>> setting, String flag, String text, Optional<ForwardSpec> spec)
      throws UsageException {
    String kind = setting.keyword().replace("Forward", "").toLowerCase(Locale.ROOT);
    setting.flag(
        flag,
        List.of(
            spec.orElseThrow(
                () ->
                    UsageException.of(
                        "Bad " + kind + " forwarding specification '" + text + "'"))));
  }

  private void jump(String hops) throws UsageException {
    if (config.proxyJump.isSet()) {
      throw UsageException.of(
          "Only a single -J option is permitted (use commas to separate multiple jump hops)");
    }
    if (config.proxyCommand.isSet()) {
      throw UsageException.of("Cannot specify -J with ProxyCommand");
    }
    option("ProxyJump", hops, "Invalid -J argument");
  }

  private void option(String keyword, String value, String problem) throws UsageException {
    try {
      reader.option(keyword + "=" + value);
    } catch (ConfigException _) {
      throw UsageException.of(problem);
    }
  }
}
