package org.sshlite.tools;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.knownhosts.SshfpRecord;
import org.sshlite.program.command.ToolException;

/** SSHFP records of a key for a zone file, RFC 4255 §3.2 and RFC 3597 §5. */
public final class SshfpLines {
  private static final int RECORD_TYPE = 44; // RFC 4255 §5

  /** The fingerprint types of RFC 4255 and RFC 6594. */
  public enum Hash {
    /** Here because old resolvers look for it; our own client does not believe it. */
    SHA1(1, "SHA-1"),
    SHA256(2, "SHA-256");

    private final int number;
    private final String jcaName;

    Hash(int number, String jcaName) {
      this.number = number;
      this.jcaName = jcaName;
    }

    private String of(byte[] blob) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance(jcaName).digest(blob));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e); // every JDK has both
      }
    }
  }

  private SshfpLines() {}

  /**
   * The hash of {@code hashalg=}.
   *
   * @throws ToolException for a name that is no hash's; empty for a hash that has no records
   */
  public static List<Hash> hashes(String name) throws ToolException {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sha1" -> List.of(Hash.SHA1);
      case "sha256" -> List.of(Hash.SHA256);
      case "md5", "sha384", "sha512" -> List.of();
      default -> throw ToolException.fatal("Unsupported hash algorithm");
    };
  }

  /**
   * A line for each hash; none for a key that has no records.
   *
   * @param generic in the form for name servers that do not know the type
   */
  public static List<String> of(
      String host, PublicKey key, Optional<List<Hash>> hashes, boolean generic) {
    int algorithm = SshfpRecord.of(key).algorithm();
    return algorithm == 0
        ? List.of()
        : hashes
            .map(List::stream)
            .orElseGet(() -> Stream.of(Hash.values()))
            .map(hash -> line(host, algorithm, hash, hash.of(key.blob()), generic))
            .toList();
  }

  private static String line(
      String host, int algorithm, Hash hash, String fingerprint, boolean generic) {
    return generic
        ? host
            + " IN TYPE"
            + RECORD_TYPE
            + " \\# "
            + (2 + fingerprint.length() / 2)
            + " 0"
            + algorithm
            + " 0"
            + hash.number
            + " "
            + fingerprint
        : host + " IN SSHFP " + new SshfpRecord(algorithm, hash.number, fingerprint);
  }
}
