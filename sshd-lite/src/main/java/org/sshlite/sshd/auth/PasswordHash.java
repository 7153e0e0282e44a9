package org.sshlite.sshd.auth;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * A password hashed by Argon2id (RFC 9106), written as {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 *
 * @param memory KiB
 * @param passes over the memory
 * @param lanes of the memory
 */
public record PasswordHash(int memory, int passes, int lanes, byte[] salt, byte[] hash) {
  // OWASP's minimum: 19 MiB and 50 ms for each guess, which a server can afford for each client
  private static final int MEMORY = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_LENGTH = 16;
  private static final int HASH_LENGTH = 32;

  // a line of the file must not be able to take all memory or time
  private static final int MOST_MEMORY = 1024 * 1024;
  private static final int MOST_PASSES = 64;
  private static final int MOST_LANES = 16;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  // those who are not logged in decide how many there are: never more memory than this many take
  private static final int MOST_AT_ONCE = 2;
  static final Semaphore AT_ONCE = new Semaphore(MOST_AT_ONCE);

  // blocks of a KiB, used again: as garbage 100 guesses made the heap grow to what a JVM may have
  private static final BlockPool BLOCKS = new FixedBlockPool(MOST_AT_ONCE * (MEMORY + 64));

  /** Hashes a new password. */
  public static PasswordHash of(SecretBytes password, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    PasswordHash empty = new PasswordHash(MEMORY, PASSES, LANES, salt, new byte[HASH_LENGTH]);
    return new PasswordHash(MEMORY, PASSES, LANES, salt, empty.compute(password));
  }

  /** One that no password has, which costs as much to compare as any other. */
  static PasswordHash unknowable(SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    byte[] hash = new byte[HASH_LENGTH];
    random.nextBytes(salt);
    random.nextBytes(hash);
    return new PasswordHash(MEMORY, PASSES, LANES, salt, hash);
  }

  /** Empty when the text has not the form, or asks for more than we would do. */
  public static Optional<PasswordHash> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int memory = Integer.parseInt(form.group(1));
    int passes = Integer.parseInt(form.group(2));
    int lanes = Integer.parseInt(form.group(3));
    boolean sane =
        lanes >= 1
            && lanes <= MOST_LANES
            && memory >= 8 * lanes
            && memory <= MOST_MEMORY
            && passes >= 1
            && passes <= MOST_PASSES;
    if (!sane) {
      return Optional.empty();
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return Optional.of(
          new PasswordHash(
              memory, passes, lanes, base64.decode(form.group(4)), base64.decode(form.group(5))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether it is the hash of {@code password}. Takes its time. */
  public boolean matches(SecretBytes password) {
    byte[] computed = compute(password);
    try {
      return MessageDigest.isEqual(computed, hash);
    } finally {
      Arrays.fill(computed, (byte) 0);
    }
  }

  private byte[] compute(SecretBytes password) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .withBlockPool(BLOCKS)
            .build());
    byte[] computed = new byte[hash.length];
    AT_ONCE.acquireUninterruptibly();
    try {
      besideCarriers(() -> generator.generateBytes(password.bytes(), computed));
    } finally {
      AT_ONCE.release();
    }
    return computed;
  }

  /**
   * A hash lets go of no carrier until it is computed. Of two processors each has one, so guesses
   * would hold up what is done for all others; threads of the platform take turns.
   */
  static void besideCarriers(Runnable work) {
    if (!Thread.currentThread().isVirtual()) {
      work.run();
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      Threads.daemon(
          "password-hash",
          () -> {
            try {
              work.run();
              done.complete(null);
            } catch (Throwable e) {
              done.completeExceptionally(e);
            }
          });
    } catch (NoThreadException _) {
      work.run();
      return;
    }
    try {
      done.join();
    } catch (CompletionException e) {
      switch (e.getCause()) { // as it would have been thrown here
        case Error error -> throw error;
        case RuntimeException failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(memory, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
