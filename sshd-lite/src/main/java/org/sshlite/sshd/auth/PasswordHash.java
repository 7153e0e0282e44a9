package org.sshlite.sshd.auth;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.lookup.NotAskedException;

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

  // bytes: those who are not logged in decide how many are computed. Two as we make them; one that
  // takes more is computed alone
  private static final int MOST_AT_ONCE = 2 * MEMORY * 1024;

  /** Of a KiB each. Who came first is first: those who go on guessing keep nobody waiting. */
  static final Semaphore AT_ONCE = new Semaphore(MOST_AT_ONCE / 1024, true);

  /** Half of the usual LoginGraceTime: a thousand who come at once by password are let in by it. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  // blocks of a KiB, used again: as garbage 100 guesses made the heap grow to what a JVM may have
  private static final BlockPool BLOCKS = new FixedBlockPool(MOST_AT_ONCE / 1024 + 2 * 64);

  /** Hashes a new password. */
  public static PasswordHash of(SecretBytes password, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    PasswordHash empty = new PasswordHash(MEMORY, PASSES, LANES, salt, new byte[HASH_LENGTH]);
    return new PasswordHash(MEMORY, PASSES, LANES, salt, empty.compute(password));
  }

  /** KiB that one may take: half of the heap, on which a server does other things as well. */
  static int mostMemory() {
    return (int) Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 1024 / 2);
  }

  /** One that no password has, which costs as much to compare as those that we make. */
  static PasswordHash unknowable(SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    byte[] hash = new byte[HASH_LENGTH];
    random.nextBytes(salt);
    random.nextBytes(hash);
    return new PasswordHash(MEMORY, PASSES, LANES, salt, hash);
  }

  /** This salt and hash, where to compare them costs as much as another one. */
  PasswordHash atTheCostOf(PasswordHash other) {
    return new PasswordHash(other.memory, other.passes, other.lanes, salt, hash);
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

  /**
   * Whether it is the hash of {@code password}. Takes its time, and waits for its turn.
   *
   * @throws NotAskedException when that does not come
   */
  public boolean matches(SecretBytes password) throws NotAskedException {
    return matches(password, PATIENCE);
  }

  /**
   * @param patience how long it waits for its turn
   */
  boolean matches(SecretBytes password, Duration patience) throws NotAskedException {
    int weight = Math.min(memory, MOST_AT_ONCE / 1024);
    takeTurn(weight, patience);
    byte[] computed;
    try {
      computed = compute(password);
    } finally {
      AT_ONCE.release(weight);
    }
    try {
      return MessageDigest.isEqual(computed, hash);
    } finally {
      Arrays.fill(computed, (byte) 0);
    }
  }

  private static void takeTurn(int weight, Duration patience) throws NotAskedException {
    try {
      if (!AT_ONCE.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new NotAskedException("Too many checks of passwords at once: refused");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NotAskedException("interrupted");
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
    besideCarriers(() -> generator.generateBytes(password.bytes(), computed));
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
