package org.sshlite.sftp.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An extension-pair of INIT and VERSION, filexfer-02 §4.
 *
 * @param name such as "posix-rename@openssh.com"
 * @param data for OpenSSH's its version, a number in decimal
 */
public record Extension(String name, Bytes data) {
  public Extension(String name, String version) {
    this(name, new Bytes(version.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The data as text. */
  public String version() {
    return new String(data.array(), data.offset(), data.length(), StandardCharsets.UTF_8);
  }

  static List<Extension> readAll(SshReader in) throws MalformedException {
    List<Extension> extensions = new ArrayList<>();
    while (in.remaining() > 0) {
      extensions.add(
          new Extension(in.text("extension_name"), new Bytes(in.string("extension_data"))));
    }
    return extensions;
  }

  static void writeAll(List<Extension> extensions, SshWriter out) {
    for (Extension e : extensions) {
      out.string(e.name).string(e.data.array(), e.data.offset(), e.data.length());
    }
  }
}
