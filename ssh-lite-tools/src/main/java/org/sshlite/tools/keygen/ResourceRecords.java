package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;
import org.sshlite.tools.SshfpLines;

/** {@code -r}: SSHFP records of a key, or of this host's keys. */
final class ResourceRecords implements Operation {
  private static final String HASH = "hashalg=";
  private static final List<Path> HOST_KEYS =
      List.of(
          Path.of("/etc/ssh/ssh_host_rsa_key"),
          Path.of("/etc/ssh/ssh_host_ecdsa_key"),
          Path.of("/etc/ssh/ssh_host_ed25519_key"));

  private final CommandLine line;
  private final Console console;

  ResourceRecords(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  @Override
  public int run() throws ToolException, IOException {
    Optional<List<SshfpLines.Hash>> hashes = hashes();
    if (line.file().isPresent()) {
      if (!Files.exists(line.file().get())) {
        throw Subject.missing(line.file().get());
      }
      print(line.file().get(), hashes);
      return 0;
    }
    List<Path> present = HOST_KEYS.stream().filter(Files::exists).toList();
    if (present.isEmpty()) {
      throw ToolException.fatal("no keys found.");
    }
    for (Path file : present) {
      print(file, hashes);
    }
    return 0;
  }

  /** As ssh-keygen, a wrong option means no records, and no failure. */
  private Optional<List<SshfpLines.Hash>> hashes() throws ToolException {
    Optional<List<SshfpLines.Hash>> hashes = Optional.empty();
    for (String option : line.options()) {
      if (!option.toLowerCase(Locale.ROOT).startsWith(HASH)) {
        throw ToolException.ending(0, "Invalid option \"" + Printable.line(option) + "\"");
      }
      hashes = Optional.of(SshfpLines.hashes(option.substring(HASH.length())));
    }
    return hashes;
  }

  private void print(Path file, Optional<List<SshfpLines.Hash>> hashes)
      throws ToolException, IOException {
    PublicKeyFile key = PublicKeyFile.load(file, "Failed to read v2 public key from");
    List<String> records =
        SshfpLines.of(line.value('r').orElseThrow(), key.key(), hashes, line.has('g'));
    for (String record : records) {
      console.line(record);
    }
    if (records.isEmpty()) {
      console.log("unsupported algorithm and/or digest_type");
    }
  }
}
