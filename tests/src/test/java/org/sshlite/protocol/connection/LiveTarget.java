package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sshlite.tests.fuzz.Target;

/**
 * A whole connection, both of whose ends are tried at once: each answers or refuses what comes, and
 * nothing of either fails or stays.
 */
public final class LiveTarget {
  private static final int SEEDS = 8;
  private static final int LENGTH = 200;

  private LiveTarget() {}

  public static Target create() {
    return new Target("live", () -> seeds(), LiveTarget::connection).runs(4);
  }

  /** One for each way to log in after which nothing else happens, and some in which much does. */
  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (byte way = 0; way < LivePeople.WAYS; way++) {
      seeds.add(new byte[] {way});
    }
    Random random = new Random(19);
    for (int i = 0; i < SEEDS; i++) {
      byte[] seed = new byte[LENGTH];
      // a 0 lets things take their course, which leads further than harm does
      for (int at = 0; at < LENGTH; at += 1 + random.nextInt(6)) {
        seed[at] = (byte) random.nextInt();
      }
      seeds.add(seed);
    }
    return seeds;
  }

  private static void connection(byte[] input) {
    LiveConnection connection = new LiveConnection(input);
    connection.run();
    // whom nobody disturbs gets in
    assertThat(connection.wasOpen() || input.length > 1).isTrue();
  }
}
