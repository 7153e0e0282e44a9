package org.sshlite.crypto.key;

/**
 * A digest as words that can be said: the Bubble Babble encoding of Antti Huima's draft, as
 * ssh-keygen prints it. For people to compare: nothing is decided by it.
 */
public final class BubbleBabble {
  private static final String VOWELS = "aeiouy";
  private static final String CONSONANTS = "bcdfghklmnprstvzx";
  private static final int PADDING = 16; // x

  private BubbleBabble() {}

  /**
   * @param hash JCA name
   */
  public static String of(String hash, byte[] blob) {
    return of(Hash.of(hash, blob));
  }

  static String of(byte[] digest) {
    StringBuilder words = new StringBuilder("x");
    int checksum = 1;
    int at = 0;
    for (; at + 1 < digest.length; at += 2) {
      int first = digest[at] & 0xff;
      int second = digest[at + 1] & 0xff;
      syllable(words, first, checksum);
      words.append(CONSONANTS.charAt(second >> 4)).append('-');
      words.append(CONSONANTS.charAt(second & 15));
      checksum = (checksum * 5 + first * 7 + second) % 36;
    }
    if (at < digest.length) {
      syllable(words, digest[at] & 0xff, checksum);
    } else {
      words.append(VOWELS.charAt(checksum % 6)).append(CONSONANTS.charAt(PADDING));
      words.append(VOWELS.charAt(checksum / 6));
    }
    return words.append('x').toString();
  }

  private static void syllable(StringBuilder words, int octet, int checksum) {
    words.append(VOWELS.charAt(((octet >> 6) + checksum) % 6));
    words.append(CONSONANTS.charAt((octet >> 2) & 15));
    words.append(VOWELS.charAt(((octet & 3) + checksum / 6) % 6));
  }
}
