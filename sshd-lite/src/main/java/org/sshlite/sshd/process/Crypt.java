package org.sshlite.sshd.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.system.Libc;

/**
 * Passwords as the shadow database keeps them: crypt(3), by the system's library, which knows the
 * ways to hash that its administrator chose from.
 */
public final class Crypt {
  /** struct crypt_data: 32 KiB of libxcrypt, 128 KiB and some of the GNU C library's own. */
  private static final int DATA_SIZE = 136 * 1024;

  /** Where no password tells how they are hashed here. */
  private static final String USUAL = "$6$nobody";

  private static final int BCRYPT_SALT = 22;

  private static final byte[] NONE = {};

  private final SharedLibrary library;
  private final byte[] nobodys;

  private Crypt(SharedLibrary library, String nobodys) {
    this.library = library;
    this.nobodys = nobodys.getBytes(ISO_8859_1);
  }

  /**
   * Empty where this machine has no such library.
   *
   * @param shadow the file whose first password tells how long the one of nobody takes
   */
  public static Optional<Crypt> find(Path shadow) {
    return SharedLibrary.find("libcrypt.so.1")
        .or(() -> SharedLibrary.find("libcrypt.so.2"))
        .map(found -> new Crypt(found, setting(shadow)));
  }

  /** How the first password is hashed that is: method, cost and salt; as sshd finds it. */
  private static String setting(Path shadow) {
    try (Stream<String> lines = Files.lines(shadow, ISO_8859_1)) {
      return lines
          .map(line -> line.split(":", 3))
          .filter(fields -> fields.length == 3 && fields[1].startsWith("$"))
          .map(fields -> setting(fields[1]))
          .filter(setting -> !setting.isEmpty())
          .findFirst()
          .orElse(USUAL);
    } catch (IOException | UncheckedIOException _) {
      return USUAL;
    }
  }

  /** What stands before the hash: behind the last "$", but for bcrypt's 22 characters of salt. */
  private static String setting(String kept) {
    int end = kept.lastIndexOf('$');
    return kept.startsWith("$2")
        ? kept.substring(0, Math.min(kept.length(), end + 1 + BCRYPT_SALT))
        : kept.substring(0, end);
  }

  /**
   * Whether it is the password. Holds the calling thread for as long as its hash takes, some tens
   * of milliseconds, and memory, 16 MiB of yescrypt.
   *
   * @param kept what the shadow database keeps; of no method, as "*" is: nobody's
   */
  public boolean matches(SecretBytes password, SecretBytes kept) {
    byte[] hash = kept.length() > 1 ? hash(password.bytes(), kept.bytes()) : NONE;
    if (hash.length == 0) {
      matchesNobodys(password); // time must not tell whose password cannot be right
      return false;
    }
    boolean matches = MessageDigest.isEqual(hash, kept.bytes()) && !hasNul(password.bytes());
    Arrays.fill(hash, (byte) 0);
    return matches;
  }

  /** Takes as long as {@link #matches}. */
  public void matchesNobodys(SecretBytes password) {
    byte[] hash = hash(password.bytes(), nobodys);
    if (hash.length == 0) {
      // what is too short for its method takes no time at all
      hash = hash(password.bytes(), USUAL.getBytes(ISO_8859_1));
    }
    Arrays.fill(hash, (byte) 0);
  }

  /** A C string ends there, and what stands behind would not count. */
  private static boolean hasNul(byte[] password) {
    boolean found = false;
    for (byte each : password) {
      found |= each == 0;
    }
    return found;
  }

  /** Empty where the library knows no such method. */
  private byte[] hash(byte[] password, byte[] setting) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment phrase = Libc.string(arena, password);
      MemorySegment way = Libc.string(arena, setting);
      MemorySegment data = arena.allocate(DATA_SIZE);
      try {
        long hash = library.call("crypt_r", phrase.address(), way.address(), data.address());
        byte[] bytes = hash == 0 ? NONE : Shadow.bytes(hash);
        return bytes.length > 0 && bytes[0] != '*' ? bytes : NONE;
      } finally {
        phrase.fill((byte) 0);
        way.fill((byte) 0);
        data.fill((byte) 0);
      }
    }
  }
}
