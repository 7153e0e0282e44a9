package org.sshlite.crypto.cert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A critical option or an extension of a certificate.
 *
 * @param data what the option says: empty for a flag, else a string inside this string. Owned by
 *     the option
 */
public record CertificateOption(String name, byte[] data) {
  /** An option that is there or not: {@code permit-pty}. */
  public static CertificateOption flag(String name) {
    return new CertificateOption(name, new byte[0]);
  }

  /** An option with a text: {@code force-command}. */
  public static CertificateOption text(String name, String value) {
    return new CertificateOption(name, new SshWriter().string(value).toByteArray());
  }

  public boolean isFlag() {
    return data.length == 0;
  }

  /**
   * @throws MalformedException when {@link #data} is not exactly one string of UTF-8
   */
  public String text() throws MalformedException {
    SshReader in = new SshReader("certificate option", data);
    String text = in.utf8(name);
    in.end();
    return text;
  }

  static List<CertificateOption> readAll(SshReader in) throws MalformedException {
    List<CertificateOption> options = new ArrayList<>();
    while (in.remaining() > 0) {
      options.add(new CertificateOption(in.ascii("option name"), in.string("option data")));
    }
    return List.copyOf(options);
  }

  static byte[] writeAll(List<CertificateOption> options) {
    SshWriter out = new SshWriter();
    for (CertificateOption option : options) {
      out.string(option.name).string(option.data);
    }
    return out.toByteArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificateOption that
        && name.equals(that.name)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
