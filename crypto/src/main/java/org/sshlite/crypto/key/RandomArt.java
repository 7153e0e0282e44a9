package org.sshlite.crypto.key;

/**
 * A key's fingerprint as a picture that people recognise: the walk of the "drunken bishop" over a
 * board of 17 by 9 fields, two bits a step, as OpenSSH draws it.
 */
public final class RandomArt {
  private static final int WIDTH = 17;
  private static final int HEIGHT = 9;

  /** What a field looks like by the number of visits; the last stands for more. */
  private static final String VISITS = " .o+=*BOX@%&#/^";

  private static final char START = 'S';
  private static final char END = 'E';

  private RandomArt() {}

  /**
   * Eleven lines without a newline at the end.
   *
   * @param title goes into the upper edge: {@code ED25519 256}
   */
  public static String ofSha256(PublicKey key, String title) {
    return of("SHA-256", key, title);
  }

  /** As {@link #ofSha256} with another fingerprint: {@code MD5}, {@code SHA-512}. */
  public static String of(String hash, PublicKey key, String title) {
    return draw(Hash.of(hash, key.blob()), title, hash.replace("-", ""));
  }

  private static String draw(byte[] hash, String title, String hashName) {
    int[][] visits = new int[HEIGHT][WIDTH];
    int x = WIDTH / 2;
    int y = HEIGHT / 2;
    for (byte octet : hash) {
      for (int shift = 0; shift < 8; shift += 2) {
        int step = octet >> shift & 3;
        x = Math.clamp(x + ((step & 1) == 0 ? -1 : 1), 0, WIDTH - 1);
        y = Math.clamp(y + ((step & 2) == 0 ? -1 : 1), 0, HEIGHT - 1);
        visits[y][x]++;
      }
    }
    StringBuilder out = new StringBuilder(edge(title)).append('\n');
    for (int row = 0; row < HEIGHT; row++) {
      out.append('|');
      for (int column = 0; column < WIDTH; column++) {
        out.append(field(visits[row][column], row == y && column == x, isStart(row, column)));
      }
      out.append("|\n");
    }
    return out.append(edge(hashName)).toString();
  }

  private static boolean isStart(int row, int column) {
    return row == HEIGHT / 2 && column == WIDTH / 2;
  }

  private static char field(int visits, boolean end, boolean start) {
    if (end) {
      return END;
    }
    return start ? START : VISITS.charAt(Math.min(visits, VISITS.length() - 1));
  }

  private static String edge(String title) {
    String text = "[" + title.substring(0, Math.min(title.length(), WIDTH - 2)) + "]";
    int left = (WIDTH - text.length()) / 2;
    return "+" + "-".repeat(left) + text + "-".repeat(WIDTH - text.length() - left) + "+";
  }
}
