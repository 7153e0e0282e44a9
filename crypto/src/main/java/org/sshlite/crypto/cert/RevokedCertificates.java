package org.sshlite.crypto.cert;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The certificates that a list revokes for one CA. Ranges of serials neither overlap nor touch. */
final class RevokedCertificates {
  /** Last serial by first serial, both uint64. */
  private final NavigableMap<Long, Long> serials = new TreeMap<>(Long::compareUnsigned);

  private final SortedSet<String> keyIds = new TreeSet<>();

  void addSerials(long first, long last) {
    if (first == 0 || Long.compareUnsigned(first, last) > 0) {
      throw new IllegalArgumentException("serial numbers from 0, or backwards");
    }
    long from = first;
    long to = last;
    // from - 1 cannot wrap; to + 1 is guarded
    Map.Entry<Long, Long> before = serials.floorEntry(from);
    if (before != null && Long.compareUnsigned(before.getValue(), from - 1) >= 0) {
      from = before.getKey();
      to = unsignedMaximum(to, before.getValue());
    }
    Map.Entry<Long, Long> after = serials.ceilingEntry(from);
    while (after != null && (to == -1 || Long.compareUnsigned(after.getKey(), to + 1) <= 0)) {
      to = unsignedMaximum(to, after.getValue());
      serials.remove(after.getKey());
      after = serials.ceilingEntry(from);
    }
    serials.put(from, to);
  }

  private static long unsignedMaximum(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  void addKeyId(String keyId) {
    keyIds.add(keyId);
  }

  void addAll(RevokedCertificates others) {
    others.serials.forEach(this::addSerials);
    keyIds.addAll(others.keyIds);
  }

  Optional<Krl.Reason> query(CertificateFields fields) {
    if (keyIds.contains(fields.keyId())) {
      return Optional.of(Krl.Reason.CERTIFICATE_KEY_ID);
    }
    // 0 is what a CA writes that does not number its certificates
    Map.Entry<Long, Long> range = serials.floorEntry(fields.serial());
    return fields.serial() != 0
            && range != null
            && Long.compareUnsigned(fields.serial(), range.getValue()) <= 0
        ? Optional.of(Krl.Reason.CERTIFICATE_SERIAL)
        : Optional.empty();
  }

  NavigableMap<Long, Long> serials() {
    return serials;
  }

  SortedSet<String> keyIds() {
    return keyIds;
  }
}
