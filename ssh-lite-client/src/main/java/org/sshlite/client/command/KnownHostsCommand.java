package org.sshlite.client.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sshlite.client.config.Tokens;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.HostLines;
import org.sshlite.knownhosts.HostName;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.Words;
import org.sshlite.program.system.UserEnvironment;

/**
 * KnownHostsCommand: a program that prints lines in known_hosts' format. It is run without a shell,
 * and whatever goes wrong with it means that no host is believed.
 */
record KnownHostsCommand(List<String> words, Tokens names) implements HostLines {
  /** Far more than the lines of one host; a program that never ends shall not fill the memory. */
  private static final int MOST_BYTES = 8 << 20;

  /**
   * @throws ConfigException for an unknown token or a quote that is not closed
   */
  static KnownHostsCommand of(String command, Tokens names) throws ConfigException {
    List<String> words =
        Words.split(command, false)
            .orElseThrow(() -> new ConfigException("KnownHostsCommand has unbalanced quotes"));
    KnownHostsCommand result = new KnownHostsCommand(words, names);
    result.expanded(Invocation.ORDER, HostName.of("host"), Optional.empty());
    return result;
  }

  private List<String> expanded(Invocation invocation, HostName name, Optional<PublicKey> offered)
      throws ConfigException {
    Map<Character, String> more =
        Map.of(
            'H', name.toString(),
            'I', invocation.name(),
            't', offered.map(PublicKey::type).orElse("NONE"),
            'f', offered.map(PublicKey::fingerprint).orElse("NONE"),
            'K', offered.map(key -> Base64.getEncoder().encodeToString(key.blob())).orElse("NONE"));
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      arguments.add(names.argument(word, more));
    }
    return arguments;
  }

  @Override
  public byte[] lines(Invocation invocation, HostName name, Optional<PublicKey> offered)
      throws IOException {
    try {
      return output(expanded(invocation, name, offered));
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] output(List<String> command) throws IOException {
    Process process =
        UserEnvironment.program(command)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectError(Redirect.INHERIT)
            .start();
    try (InputStream out = process.getInputStream()) {
      byte[] lines = out.readNBytes(MOST_BYTES + 1);
      if (lines.length > MOST_BYTES) {
        throw failed(command, "prints too much");
      }
      int status = process.waitFor();
      if (status != 0) {
        throw failed(command, "exit status " + status);
      }
      return lines;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failed(command, "interrupted");
    } finally {
      process.destroy();
    }
  }

  private static IOException failed(List<String> command, String problem) {
    return new IOException(
        "KnownHostsCommand " + Printable.line(command.getFirst()) + " failed: " + problem);
  }
}
