package org.sshlite.sshd.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final List<IOException> failures = new CopyOnWriteArrayList<>();
  private volatile boolean broken;
  private volatile CountDownLatch open = new CountDownLatch(0);

  private final EventLog.Sink sink =
      new EventLog.Sink() {
        @Override
        public void write(byte[] line) throws IOException {
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          if (broken) {
            throw new IOException("no space left");
          }
          lines.add(new String(line, StandardCharsets.US_ASCII));
        }

        @Override
        public void close() {
          lines.add("closed");
        }
      };

  private static Event user(String name) {
    return new Event.Authentication(7, name, "password", Event.Result.REFUSED, "", "");
  }

  @Test
  void a_line_is_JSON_in_ASCII_whatever_a_stranger_calls_himself() {
    String line = JsonLine.of(user("a\"b\\\n\u001b[1m\u00fc\ud800\u2028"), Instant.ofEpochMilli(5));

    assertThat(line)
        .isEqualTo(
            "{\"version\":1,\"time\":\"1970-01-01T00:00:00.005Z\",\"event\":\"authentication\","
                + "\"connection\":7,"
                + "\"user\":\"a\\\"b\\\\\\n\\u001b[1m\\u00fc\\ud800\\u2028\","
                + "\"method\":\"password\",\"result\":\"refused\",\"reason\":\"\",\"key\":\"\"}\n");
    assertThat(JsonLine.of(user("x".repeat(32_000)), Instant.now())).hasSizeLessThan(1_300);
  }

  @Test
  void of_a_flood_of_refused_connections_few_are_told_and_how_many_were_not() throws Exception {
    EventLog log = new EventLog(sink, failures::add);
    Event dropped = Samples.ALL.getFirst();
    for (int i = 0; i < 10_000; i++) {
      log.tell(dropped);
    }
    log.tell(user("u"));
    log.close();

    assertThat(lines).hasSizeLessThan(20);
    assertThat(lines).filteredOn(line -> line.contains("\"dropped\"")).hasSizeGreaterThan(3);
    assertThat(lines).anyMatch(line -> line.contains("\"user\":\"u\""));
  }

  @Test
  void what_a_slow_disk_does_not_take_is_counted_and_nobody_waits() throws Exception {
    open = new CountDownLatch(1);
    EventLog log = new EventLog(sink, failures::add);
    log.tell(user("u"));
    // that one is being written
    await().until(() -> log.waiting() == 0);
    int told = EventLog.MOST_WAITING + 100;
    for (int i = 1; i < told; i++) {
      log.tell(user("u"));
    }
    assertThat(log.waiting()).isEqualTo(EventLog.MOST_WAITING);
    open.countDown();
    log.close();
    await().until(() -> lines.contains("closed"));

    long written = lines.stream().filter(line -> line.contains("\"user\"")).count();
    String lost = lines.stream().filter(line -> line.contains("\"lost\"")).findFirst().get();
    assertThat(lost).endsWith("\"count\":" + (told - written) + "}\n");
  }

  @Test
  void a_full_disk_is_told_once_and_what_was_lost_when_there_is_room() throws Exception {
    broken = true;
    EventLog log = new EventLog(sink, failures::add);
    log.tell(user("a"));
    log.tell(user("b"));
    await().until(() -> log.waiting() == 0);
    broken = false;
    log.tell(user("c"));
    log.close();

    assertThat(failures).hasSize(1);
    assertThat(lines).anyMatch(line -> line.contains("\"lost\"")).endsWith("closed");
  }
}
