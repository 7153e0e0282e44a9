package org.sshlite.crypto.legacy;

/** HMAC with SHA-1 and MD5, RFC 4253 §6.4; their "-etm" forms are OpenSSH's, PROTOCOL §1.5. */
public enum LegacyMac {
  SHA1_ETM("hmac-sha1-etm@openssh.com", "HmacSHA1", 20, 20, true),
  SHA1("hmac-sha1", "HmacSHA1", 20, 20, false),
  SHA1_96_ETM("hmac-sha1-96-etm@openssh.com", "HmacSHA1", 20, 12, true),
  SHA1_96("hmac-sha1-96", "HmacSHA1", 20, 12, false),
  MD5_ETM("hmac-md5-etm@openssh.com", "HmacMD5", 16, 16, true),
  MD5("hmac-md5", "HmacMD5", 16, 16, false),
  MD5_96_ETM("hmac-md5-96-etm@openssh.com", "HmacMD5", 16, 12, true),
  MD5_96("hmac-md5-96", "HmacMD5", 16, 12, false);

  private final String sshName;
  private final String jcaName;
  private final int keyLength;
  private final int length;
  private final boolean encryptThenMac;

  LegacyMac(String sshName, String jcaName, int keyLength, int length, boolean encryptThenMac) {
    this.sshName = sshName;
    this.jcaName = jcaName;
    this.keyLength = keyLength;
    this.length = length;
    this.encryptThenMac = encryptThenMac;
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static LegacyMac of(String sshName) {
    for (LegacyMac mac : values()) {
      if (mac.sshName.equals(sshName)) {
        return mac;
      }
    }
    throw new IllegalArgumentException("no such MAC algorithm: " + sshName);
  }

  public String sshName() {
    return sshName;
  }

  public String jcaName() {
    return jcaName;
  }

  /** Bytes of integrity key. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes that are sent, the first ones of the MAC. */
  public int length() {
    return length;
  }

  /** Whether the MAC is over the encrypted packet. */
  public boolean encryptThenMac() {
    return encryptThenMac;
  }

  String weakness() {
    String hash = jcaName.equals("HmacMD5") ? "MD5" : "SHA-1";
    return length < 16 ? hash + ", cut to " + Byte.SIZE * length + " bits" : hash;
  }
}
