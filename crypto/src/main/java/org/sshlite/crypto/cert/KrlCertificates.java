package org.sshlite.crypto.cert;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** The certificate sections of a KRL, OpenSSH PROTOCOL.krl §2. */
final class KrlCertificates {
  private static final int SERIAL_LIST = 0x20;
  private static final int SERIAL_RANGE = 0x21;
  private static final int SERIAL_BITMAP = 0x22;
  private static final int KEY_ID = 0x23;
  private static final int EXTENSION = 0x39;

  /** OpenSSH reads no longer mpint. */
  private static final int MAXIMUM_BITMAP_BITS = 16384;

  private KrlCertificates() {}

  static void read(Krl krl, SshReader in) throws MalformedException {
    RevokedCertificates revoked = krl.ofCa(new Blob(in.string("CA key")));
    in.string("reserved");
    while (in.remaining() > 0) {
      int type = in.uint8("certificate section type");
      SshReader section = in.sub("section " + type);
      switch (type) {
        case SERIAL_LIST -> {
          while (section.remaining() > 0) {
            long serial = section.uint64("serial");
            addSerials(revoked, serial, serial, section);
          }
        }
        case SERIAL_RANGE ->
            addSerials(
                revoked, section.uint64("serial min"), section.uint64("serial max"), section);
        case SERIAL_BITMAP -> readBitmap(revoked, section);
        case KEY_ID -> {
          while (section.remaining() > 0) {
            revoked.addKeyId(section.utf8("key id"));
          }
        }
        case EXTENSION -> KrlFormat.readExtension(section);
        default -> throw in.malformed("certificate section type", type + " is not supported");
      }
      section.end();
    }
  }

  private static void addSerials(
      RevokedCertificates revoked, long first, long last, SshReader section)
      throws MalformedException {
    if (first == 0 || Long.compareUnsigned(first, last) > 0) {
      throw section.malformed("serial", "0, or a range that runs backwards");
    }
    revoked.addSerials(first, last);
  }

  private static void readBitmap(RevokedCertificates revoked, SshReader section)
      throws MalformedException {
    long offset = section.uint64("serial offset");
    BigInteger bitmap = section.mpint("bitmap", MAXIMUM_BITMAP_BITS);
    if (bitmap.signum() < 0) {
      throw section.malformed("bitmap", "negative");
    }
    int bits = bitmap.bitLength();
    if (bits > 0 && Long.compareUnsigned(offset + bits - 1, offset) < 0) {
      throw section.malformed("bitmap", "wraps around");
    }
    for (int i = bitmap.getLowestSetBit(); i >= 0 && i < bits; i++) {
      if (bitmap.testBit(i)) {
        addSerials(revoked, offset + i, offset + i, section);
      }
    }
  }

  static SshWriter write(Blob ca, RevokedCertificates revoked) {
    SshWriter out = new SshWriter().string(ca.bytes()).string("");
    List<Map.Entry<Long, Long>> cluster = new ArrayList<>();
    for (Map.Entry<Long, Long> range : revoked.serials().entrySet()) {
      if (!cluster.isEmpty() && !fits(cluster, range)) {
        writeCluster(out, cluster);
        cluster.clear();
      }
      cluster.add(range);
    }
    writeCluster(out, cluster);
    if (!revoked.keyIds().isEmpty()) {
      SshWriter section = new SshWriter();
      revoked.keyIds().forEach(section::string);
      KrlFormat.writeSection(out, KEY_ID, section);
    }
    return out;
  }

  /** Whether a bitmap that starts with the cluster would still be a small one. */
  private static boolean fits(List<Map.Entry<Long, Long>> cluster, Map.Entry<Long, Long> range) {
    long gap = range.getKey() - cluster.getLast().getValue();
    long span = range.getValue() - cluster.getFirst().getKey();
    // up to 64 bits of gap a bit each is cheaper than a serial of 64 bits
    return Long.compareUnsigned(gap, Long.SIZE) <= 0
        && Long.compareUnsigned(span, MAXIMUM_BITMAP_BITS - 1) < 0;
  }

  private static void writeCluster(SshWriter out, List<Map.Entry<Long, Long>> cluster) {
    if (cluster.isEmpty()) {
      return;
    }
    long first = cluster.getFirst().getKey();
    SshWriter section = new SshWriter();
    if (cluster.size() > 1) {
      BigInteger bitmap = BigInteger.ZERO;
      for (Map.Entry<Long, Long> range : cluster) {
        int width = (int) (range.getValue() - range.getKey()) + 1;
        BigInteger ones = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        bitmap = bitmap.or(ones.shiftLeft((int) (range.getKey() - first)));
      }
      KrlFormat.writeSection(out, SERIAL_BITMAP, section.uint64(first).mpint(bitmap));
    } else if (cluster.getFirst().getValue() == first) {
      KrlFormat.writeSection(out, SERIAL_LIST, section.uint64(first));
    } else {
      section.uint64(first).uint64(cluster.getFirst().getValue());
      KrlFormat.writeSection(out, SERIAL_RANGE, section);
    }
  }
}
