package org.sshlite.crypto.cipher;

import java.util.List;

/**
 * The compression algorithms by name, in the order in which they are proposed, RFC 4253 §6.2. What
 * is compressed is the payload alone. "zlib", which starts before authentication, is not among
 * them: it would give an unauthenticated peer a decompressor to attack.
 */
public final class Compression {
  public static final String NONE = "none";

  /** RFC 1950 and RFC 1951, from the end of user authentication on: OpenSSH PROTOCOL §1.2. */
  public static final String ZLIB_DELAYED = "zlib@openssh.com";

  /** Every compression algorithm there is. */
  public static final List<String> SUPPORTED = List.of(NONE, ZLIB_DELAYED);

  /** What is proposed unless configured otherwise. */
  public static final List<String> DEFAULT = SUPPORTED;

  /** What a client proposes that was told to compress. */
  public static final List<String> PREFERRED = List.of(ZLIB_DELAYED, NONE);

  private Compression() {}
}
