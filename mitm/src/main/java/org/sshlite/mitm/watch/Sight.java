package org.sshlite.mitm.watch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one host by one way. All texts are printable.
 *
 * @param way {@code direct}, or the jump host; empty where it is about all of them
 * @param keyType empty where there was no key
 * @param fingerprint likewise
 * @param words for a person
 */
public record Sight(
    String host, String way, State state, String keyType, String fingerprint, String words) {
  /** Whose sights belong together from one round to the next. */
  record Place(String host, String way) {}

  Place place() {
    return new Place(host, way);
  }

  boolean isAs(Sight other) {
    return state == other.state && fingerprint.equals(other.fingerprint);
  }

  /** As a JSON object. New members may come; these stay. */
  public Map<String, Object> json(Instant time, Optional<Sight> before) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", time.toString());
    json.put("host", host);
    json.put("way", way);
    json.put("state", state.key());
    json.put("keyType", keyType);
    json.put("fingerprint", fingerprint);
    json.put("words", words);
    before.ifPresent(
        was -> {
          json.put("was", was.state.key());
          json.put("fingerprintWas", was.fingerprint);
        });
    return json;
  }
}
