package org.sshlite.crypto.cert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedSet;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** The outer form of a KRL, OpenSSH PROTOCOL.krl §1 and §3 to §6. */
final class KrlFormat {
  private static final byte[] MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT_VERSION = 1;

  private static final int CERTIFICATES = 1;
  private static final int EXPLICIT_KEY = 2;
  private static final int FINGERPRINT_SHA1 = 3;
  private static final int SIGNATURE = 4;
  private static final int FINGERPRINT_SHA256 = 5;
  private static final int EXTENSION = 255;

  private KrlFormat() {}

  static boolean hasMagic(byte[] data) {
    return data.length >= MAGIC.length
        && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static Krl read(byte[] data) throws MalformedException {
    SshReader in = new SshReader("KRL", data);
    if (!Arrays.equals(in.bytes("magic", MAGIC.length), MAGIC)) {
      throw in.malformed("magic", "not SSHKRL");
    }
    if (in.uint32("format version") != FORMAT_VERSION) {
      throw in.malformed("format version", "not " + FORMAT_VERSION);
    }
    long version = in.uint64("version");
    long generatedAt = in.uint64("generated date");
    in.uint64("flags"); // none is defined
    in.string("reserved");
    Krl krl = new Krl(version, generatedAt, in.text("comment"));
    while (in.remaining() > 0) {
      readSection(krl, in);
    }
    return krl;
  }

  private static void readSection(Krl krl, SshReader in) throws MalformedException {
    int type = in.uint8("section type");
    SshReader section = in.sub("section " + type);
    switch (type) {
      case CERTIFICATES -> KrlCertificates.read(krl, section);
      case EXPLICIT_KEY -> readBlobs(section, 0, krl.keys());
      case FINGERPRINT_SHA1 -> readBlobs(section, 20, krl.sha1());
      case FINGERPRINT_SHA256 -> readBlobs(section, 32, krl.sha256());
      case EXTENSION -> readExtension(section);
      // a signature that nobody checks would look as if somebody had; OpenSSH refuses it since 9.4
      case SIGNATURE -> throw in.malformed("section type", "signed lists are not supported");
      default -> throw in.malformed("section type", type + " is not supported");
    }
    section.end();
  }

  /**
   * @param length of each, or 0 where any will do
   */
  private static void readBlobs(SshReader section, int length, SortedSet<Blob> blobs)
      throws MalformedException {
    while (section.remaining() > 0) {
      byte[] blob = length == 0 ? section.string("key") : section.string("hash", length);
      if (blob.length == 0) {
        throw section.malformed("key", "empty");
      }
      blobs.add(new Blob(blob));
    }
  }

  /** Of sections and of subsections alike: none is known, so none may be critical. */
  static void readExtension(SshReader section) throws MalformedException {
    String name = section.utf8("extension name");
    boolean critical = section.bool("critical");
    section.string("extension contents");
    if (critical) {
      throw section.malformed(
          "extension name", "\"" + Printable.line(name) + "\" is critical and not supported");
    }
  }

  static byte[] write(Krl krl) {
    SshWriter out = new SshWriter(1024);
    out.bytes(MAGIC)
        .uint32(FORMAT_VERSION)
        .uint64(krl.version())
        .uint64(krl.generatedAt())
        .uint64(0)
        .string("")
        .string(krl.comment());
    krl.certificates()
        .forEach(
            (ca, revoked) -> writeSection(out, CERTIFICATES, KrlCertificates.write(ca, revoked)));
    writeBlobs(out, EXPLICIT_KEY, krl.keys());
    writeBlobs(out, FINGERPRINT_SHA1, krl.sha1());
    writeBlobs(out, FINGERPRINT_SHA256, krl.sha256());
    return out.toByteArray();
  }

  private static void writeBlobs(SshWriter out, int type, SortedSet<Blob> blobs) {
    if (!blobs.isEmpty()) {
      SshWriter section = new SshWriter();
      blobs.forEach(blob -> section.string(blob.bytes()));
      writeSection(out, type, section);
    }
  }

  static void writeSection(SshWriter out, int type, SshWriter section) {
    out.uint8(type).string(section.array(), 0, section.length());
  }
}
