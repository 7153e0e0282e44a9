package org.sshlite.sshd.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;

/**
 * What the passwords of those who are not in a users file are compared with. A name costs always
 * the same, and of many names as many cost so much as of the users: with hashes of several costs,
 * time tells neither who is there nor who is not.
 */
final class NobodysHashes {
  private static final Comparator<PasswordHash> BY_COST =
      Comparator.comparingInt(PasswordHash::memory)
          .thenComparingInt(PasswordHash::passes)
          .thenComparingInt(PasswordHash::lanes);

  private final PasswordHash unknowable = PasswordHash.unknowable(new SecureRandom());
  private final List<PasswordHash> byCost;
  private final byte[] key;

  /**
   * @param users all there are; none at all cost as much as those that we make
   */
  NobodysHashes(List<PasswordHash> users) {
    // a user more moves few names to another cost
    this.byCost = users.stream().sorted(BY_COST).toList();
    // nobody knows it, and it is the same after a restart
    this.key = users.isEmpty() ? new byte[0] : users.getFirst().hash();
  }

  PasswordHash of(String name) {
    if (byCost.isEmpty()) {
      return unknowable;
    }
    int place = (int) (point(name) * byCost.size() >>> Integer.SIZE);
    return unknowable.atTheCostOf(byCost.get(place));
  }

  /** Of 2³², always the same for a name. */
  private long point(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      return Integer.toUnsignedLong(ByteBuffer.wrap(digest.digest()).getInt());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each JDK has it
    }
  }
}
