package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BubbleBabbleTest {
  /** The examples of the draft: an even and an odd number of bytes, and none. */
  @ParameterizedTest
  @CsvSource({
    "'', xexax",
    "1234567890, xesef-disof-gytuf-katof-movif-baxux",
    "Pineapple, xigak-nyryk-humil-bosek-sonax",
  })
  void the_examples_of_the_draft_come_out(String text, String words) {
    assertThat(BubbleBabble.of(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(words);
  }
}
