package org.sshlite.mitm.end;

/** Names among the key exchange methods that are none: RFC 8308 §2.1, strict key exchange. */
public final class Marker {
  public static final String EXT_INFO_CLIENT = "ext-info-c";
  public static final String EXT_INFO_SERVER = "ext-info-s";
  public static final String STRICT_CLIENT = "kex-strict-c-v00@openssh.com";
  public static final String STRICT_SERVER = "kex-strict-s-v00@openssh.com";

  private Marker() {}

  public static boolean is(String name) {
    return name.startsWith("ext-info-") || name.startsWith("kex-strict-");
  }
}
