package org.sshlite.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_EXT_INFO, RFC 8308 §2.3. */
public record ExtInfo(List<Extension> extensions) implements TransportMessage {
  public static final int NUMBER = 7;

  /** Far more than there are extensions; OpenSSH's limit too. */
  private static final int MAXIMUM_EXTENSIONS = 1024;

  public ExtInfo {
    extensions = List.copyOf(extensions);
  }

  /**
   * One extension.
   *
   * @param value its form depends on the name (RFC 8308 §3), owned
   */
  public record Extension(String name, byte[] value) {}

  static ExtInfo read(SshReader in) throws MalformedException {
    long count = in.uint32("nr-extensions");
    if (count > MAXIMUM_EXTENSIONS) {
      throw in.malformed("nr-extensions", "too many: " + count);
    }
    List<Extension> extensions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      extensions.add(new Extension(in.ascii("extension-name"), in.string("extension-value")));
    }
    return new ExtInfo(extensions);
  }

  /** The value of the first extension of this name. */
  public Optional<byte[]> value(String name) {
    return extensions.stream()
        .filter(extension -> extension.name().equals(name))
        .map(Extension::value)
        .findFirst();
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(extensions.size());
    for (Extension extension : extensions) {
      out.string(extension.name()).string(extension.value());
    }
  }
}
