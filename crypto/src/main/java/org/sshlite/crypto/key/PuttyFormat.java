package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/** Reads the lines of a .ppk file: headers in a fixed order, two of which count base64 lines. */
final class PuttyFormat {
  private static final String STRUCTURE = "PuTTY private key";
  private static final String MAGIC = "PuTTY-User-Key-File-";

  /** KiB; PuTTY's default is 8 MiB. */
  private static final int MAXIMUM_MEMORY = 1 << 20;

  /** KiB times passes, about a minute of work: whoever wrote more wants us to hang. */
  private static final long MAXIMUM_WORK = 1L << 26;

  /** Argon2 allows more lanes than anyone has cores. */
  private static final int MAXIMUM_PARALLELISM = 64;

  private final byte[] text;
  private int position;

  private PuttyFormat(byte[] text) {
    this.text = text;
  }

  static boolean hasMagic(byte[] text) {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    return text.length >= magic.length
        && Arrays.equals(text, 0, magic.length, magic, 0, magic.length);
  }

  static PuttyEnvelope read(byte[] text) throws MalformedException {
    return new PuttyFormat(text).read();
  }

  private PuttyEnvelope read() throws MalformedException {
    int version = isNext(MAGIC + "3") ? 3 : 2; // 1 was never released
    String type = ascii(header(MAGIC + version));
    boolean encrypted = readEncryption();
    byte[] comment = header("Comment");
    byte[] publicBlob = base64(count("Public-Lines"));
    PublicKey key = PublicKeys.read(publicBlob, RsaPublicKey.LEAST_MINIMUM_BITS);
    if (!key.type().equals(type)) {
      throw malformed("type", "not that of the public key");
    }
    Optional<PuttyKeyDerivation> derivation =
        version == 3 && encrypted ? Optional.of(readDerivation()) : Optional.empty();
    byte[] sealed = base64(count("Private-Lines"));
    if (encrypted && (sealed.length == 0 || sealed.length % 16 != 0)) {
      throw malformed("private key", "not whole blocks");
    }
    byte[] mac = hexadecimal("Private-MAC");
    return new PuttyEnvelope(
        version,
        type,
        encrypted,
        comment,
        publicBlob,
        key,
        derivation,
        new SecretBytes(sealed),
        mac);
  }

  private boolean readEncryption() throws MalformedException {
    String encryption = ascii(header("Encryption"));
    return switch (encryption) {
      case "none" -> false;
      case "aes256-cbc" -> true;
      default -> throw malformed("Encryption", PublicKeys.notSupported(encryption));
    };
  }

  private PuttyKeyDerivation readDerivation() throws MalformedException {
    String name = ascii(header("Key-Derivation"));
    int type =
        switch (name) {
          case "Argon2d" -> Argon2Parameters.ARGON2_d;
          case "Argon2i" -> Argon2Parameters.ARGON2_i;
          case "Argon2id" -> Argon2Parameters.ARGON2_id;
          default -> throw malformed("Key-Derivation", PublicKeys.notSupported(name));
        };
    int memory = count("Argon2-Memory");
    int passes = count("Argon2-Passes");
    int parallelism = count("Argon2-Parallelism");
    byte[] salt = hexadecimal("Argon2-Salt");
    boolean possible =
        passes >= 1
            && parallelism >= 1
            && parallelism <= MAXIMUM_PARALLELISM
            && memory >= 8 * parallelism
            && memory <= MAXIMUM_MEMORY
            && (long) memory * passes <= MAXIMUM_WORK;
    if (!possible) {
      throw malformed("Argon2 parameters", "not possible, or too much work");
    }
    return new PuttyKeyDerivation(type, memory, passes, parallelism, salt);
  }

  private boolean isNext(String name) {
    byte[] start = (name + ": ").getBytes(StandardCharsets.US_ASCII);
    return text.length - position >= start.length
        && Arrays.equals(text, position, position + start.length, start, 0, start.length);
  }

  private byte[] header(String name) throws MalformedException {
    if (!isNext(name)) {
      throw malformed(name, "missing");
    }
    byte[] line = line(name);
    return Arrays.copyOfRange(line, name.length() + 2, line.length);
  }

  private byte[] line(String field) throws MalformedException {
    if (position == text.length) {
      throw malformed(field, "truncated");
    }
    int end = position;
    while (end < text.length && text[end] != '\n' && text[end] != '\r') {
      end++;
    }
    byte[] line = Arrays.copyOfRange(text, position, end);
    if (end < text.length && text[end] == '\r') {
      end++;
    }
    if (end < text.length && text[end] == '\n') {
      end++;
    }
    position = end;
    return line;
  }

  private int count(String name) throws MalformedException {
    String digits = ascii(header(name));
    if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(PuttyFormat::isDigit)) {
      throw malformed(name, "not a number");
    }
    return Integer.parseInt(digits);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private byte[] base64(int lines) throws MalformedException {
    byte[] joined = new byte[text.length - position];
    int length = 0;
    for (int i = 0; i < lines; i++) {
      byte[] line = line("base64");
      System.arraycopy(line, 0, joined, length, line.length);
      length += line.length;
      Arrays.fill(line, (byte) 0);
    }
    byte[] exact = Arrays.copyOf(joined, length);
    try {
      return Base64.getDecoder().decode(exact);
    } catch (IllegalArgumentException _) {
      throw malformed("base64", "malformed");
    } finally {
      Arrays.fill(joined, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }

  private byte[] hexadecimal(String name) throws MalformedException {
    try {
      return HexFormat.of().parseHex(ascii(header(name)));
    } catch (IllegalArgumentException _) {
      throw malformed(name, "not hexadecimal");
    }
  }

  private static String ascii(byte[] value) {
    return new String(value, StandardCharsets.US_ASCII);
  }

  private static MalformedException malformed(String field, String problem) {
    return new MalformedException(STRUCTURE, field, problem);
  }
}
