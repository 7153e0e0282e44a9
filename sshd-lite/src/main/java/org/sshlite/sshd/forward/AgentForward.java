package org.sshlite.sshd.forward;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.LocalHost;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.PinnedPath;

/**
 * The client's agent, at a socket in the user's home, as OpenSSH since 10.1: {@code
 * ~/.ssh/agent/s.HASH.sshd.RANDOM}, where the hash is of the host's name.
 */
final class AgentForward {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int HASH_LENGTH = 10;
  private static final int RANDOM_LENGTH = 10;
  private static final int OWNER_ONLY = 0177;

  private final Forwards forwards;
  private final Actor actor;
  private final StderrLog log;
  private boolean started;
  private volatile @Nullable String socket;

  AgentForward(Forwards forwards, Actor actor, StderrLog log) {
    this.forwards = forwards;
    this.actor = actor;
    this.log = log;
  }

  Optional<String> socket() {
    return Optional.ofNullable(socket);
  }

  /** Once for a connection; waits for the disk. */
  synchronized boolean start() {
    if (started) {
      log.error("authentication forwarding requested twice.");
      return false;
    }
    try {
      Path path = actor.call(this::folder).resolve("s." + hash() + ".sshd." + random());
      forwards
          .listen(
              new ListenAt.Unix(path, OWNER_ONLY, false),
              _ -> new ChannelType.AuthAgent(),
              e -> log.debug("agent forwarding: " + e.getMessage()))
          .join();
      started = true;
      socket = path.toString();
      return true;
    } catch (IOException e) {
      return failed(e);
    } catch (CompletionException e) {
      return failed(e.getCause());
    }
  }

  private boolean failed(Throwable failure) {
    log.error(
        "Agent forwarding disabled: couldn't create listener socket: " + failure.getMessage());
    return false;
  }

  private Path folder() throws IOException {
    Path folder = Path.of(actor.account().home());
    for (String name : new String[] {".ssh", "agent"}) {
      folder = folder.resolve(name);
      try {
        Path _ =
            PinnedPath.in(
                folder,
                path ->
                    Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"))));
      } catch (FileAlreadyExistsException _) {
        // as it should be
      }
    }
    return folder;
  }

  private static String hash() {
    try {
      byte[] host = LocalHost.name().getBytes(StandardCharsets.UTF_8);
      return letters(MessageDigest.getInstance("SHA-512").digest(host), HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each JDK has it", e);
    }
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_LENGTH];
    new SecureRandom().nextBytes(bytes);
    return letters(bytes, RANDOM_LENGTH);
  }

  private static String letters(byte[] bytes, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt((bytes[i] & 0xff) % LETTERS.length()));
    }
    return text.toString();
  }
}
