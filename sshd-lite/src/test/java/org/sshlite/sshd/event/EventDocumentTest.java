package org.sshlite.sshd.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/events.md says what is written. */
class EventDocumentTest {
  private static final Pattern FIELD = Pattern.compile("[{,]\"([a-z_]+)\":");
  private static final List<String> ALWAYS = List.of("version", "time", "event");

  /** Fields by events, those of every line under the empty name. */
  private static Map<String, List<String>> documented() throws IOException {
    Map<String, List<String>> fields = new TreeMap<>();
    String event = "";
    for (String line : Files.readAllLines(Path.of("../docs/events.md"))) {
      if (line.startsWith("## ")) {
        event = line.substring(3);
        fields.put(event, new ArrayList<>());
      } else if (line.startsWith("| `")) {
        fields.computeIfAbsent(event, _ -> new ArrayList<>()).add(line.split("`")[1]);
      }
    }
    return fields;
  }

  private static List<String> fields(String line) {
    return FIELD.matcher(line).results().map(found -> found.group(1)).toList();
  }

  @Test
  void each_field_of_each_event_is_described_and_no_other() throws IOException {
    Map<String, List<String>> described = documented();
    assertThat(described.remove("")).containsExactly("version", "time", "event", "connection");
    Map<String, List<String>> written = new TreeMap<>();
    for (Event event : Samples.ALL) {
      List<String> all = new ArrayList<>(fields(JsonLine.of(event, Instant.now())));
      assertThat(all).startsWith("version", "time", "event");
      assertThat(all.contains("connection")).isEqualTo(event instanceof Event.OfConnection);
      all.removeAll(ALWAYS);
      all.remove("connection");
      written.put(event.name(), all);
    }
    List<String> lost = new ArrayList<>(fields(JsonLine.lost(3, Instant.now())));
    lost.removeAll(ALWAYS);
    written.put("lost", lost);
    assertThat(written).isEqualTo(described);
  }

  @Test
  void there_is_a_sample_of_each() {
    assertThat(Samples.ALL)
        .extracting(Object::getClass)
        .containsOnlyOnceElementsOf(
            java.util.stream.Stream.of(Event.OfConnection.class.getPermittedSubclasses())
                .filter(type -> type != Event.Authentication.class)
                .<Class<?>>map(type -> type)
                .toList())
        .contains(Event.Authentication.class, Event.Dropped.class);
  }
}
