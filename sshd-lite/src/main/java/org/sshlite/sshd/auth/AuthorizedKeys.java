package org.sshlite.sshd.auth;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.config.ConfigFile;
import org.sshlite.protocol.config.StderrLog;

/**
 * The keys a user may log in with, sshd(8) AUTHORIZED_KEYS FILE FORMAT.
 *
 * @param files read in this order, afresh for each question
 * @param modes who else may not be able to write them; empty with StrictModes no
 */
public record AuthorizedKeys(List<Path> files, Optional<StrictModes> modes, StderrLog log) {
  // bytes: far beyond what a person keeps, and no more than we like to read for each attempt
  private static final long MAXIMUM_SIZE = 4 * 1024 * 1024;

  /**
   * The grant of the first line that has the key and lets it be used.
   *
   * @param host the peer's name, or its address
   */
  public Optional<KeyGrant> find(PublicKey key, String host, String address) {
    return files.stream()
        .map(file -> find(file, key, host, address))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<KeyGrant> find(Path file, PublicKey key, String host, String address) {
    if (!Files.exists(file)) {
      log.debug("Could not open " + file + ": No such file or directory");
      return Optional.empty();
    }
    Optional<String> problem = problem(file);
    if (problem.isPresent()) {
      log.info("Authentication refused: " + problem.get());
      return Optional.empty();
    }
    // lines are bytes: a comment in another encoding must not hide a key
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Optional<KeyGrant> grant = grant(file + ":" + ++number, line, key, host, address);
        if (grant.isPresent()) {
          return grant;
        }
      }
    } catch (IOException e) {
      log.info("Could not read " + file + ": " + ConfigFile.reason(e));
    }
    return Optional.empty();
  }

  private Optional<String> problem(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of(file + " is not a regular file");
      }
      if (Files.size(file) > MAXIMUM_SIZE) {
        return Optional.of(file + " is larger than " + MAXIMUM_SIZE + " bytes");
      }
    } catch (IOException e) {
      return Optional.of(file + ": " + ConfigFile.reason(e));
    }
    return modes.flatMap(strict -> strict.problem(file));
  }

  private Optional<KeyGrant> grant(
      String place, String text, PublicKey key, String host, String address) {
    if (!PublicKeyLine.holdsKey(text)) {
      return Optional.empty();
    }
    PublicKeyLine line;
    try {
      line = PublicKeyLine.parse(text);
    } catch (MalformedException e) {
      log.debug(place + ": " + e.getMessage());
      return Optional.empty();
    }
    if (!line.key().equals(key)) {
      return Optional.empty();
    }
    try {
      KeyGrant grant = KeyGrant.parse(line.options());
      Optional<String> refusal = grant.refusal(host, address, Instant.now());
      refusal.ifPresent(reason -> log.info(place + ": key " + key.fingerprint() + " " + reason));
      return refusal.isPresent() ? Optional.empty() : Optional.of(grant);
    } catch (MalformedException e) {
      log.info(place + ": key " + key.fingerprint() + " refused: " + e.getMessage());
      return Optional.empty();
    }
  }
}
