package org.sshlite.client.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final long MILLION_A_SECOND = 1_000_000;

  private final byte[] data = new byte[100_000];

  private interface Work {
    void run() throws IOException;
  }

  private static long millis(Work work) throws IOException {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1_000_000;
  }

  @Test
  void what_is_written_takes_its_time_and_arrives_whole() throws IOException {
    new Random(1).nextBytes(data);
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();

    try (OutputStream out = new Throttle(MILLION_A_SECOND).slow(arrived)) {
      assertThat(millis(() -> out.write(data))).isGreaterThanOrEqualTo(90);
    }
    assertThat(arrived.toByteArray()).isEqualTo(data);
  }

  @Test
  void what_is_read_takes_its_time_and_arrives_whole() throws IOException {
    new Random(2).nextBytes(data);

    try (InputStream in = new Throttle(MILLION_A_SECOND).slow(new ByteArrayInputStream(data))) {
      assertThat(millis(() -> assertThat(in.readAllBytes()).isEqualTo(data)))
          .isGreaterThanOrEqualTo(90);
    }
  }
}
