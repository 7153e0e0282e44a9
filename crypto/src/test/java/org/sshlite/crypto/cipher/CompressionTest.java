package org.sshlite.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;

class CompressionTest {
  private static final int LARGEST = 100_000;

  @Test
  void payloads_of_every_length_come_out_as_they_went_in() throws Exception {
    try (Compressor compressor = new Compressor();
        Decompressor decompressor = new Decompressor(LARGEST)) {
      for (int length = 0; length < 70_000; length += 1 + length / 16) {
        byte[] payload = payload(length);
        byte[] compressed = compress(compressor, payload);

        assertThat(decompress(decompressor, compressed)).isEqualTo(payload);
      }
    }
  }

  @Test
  void what_was_sent_before_makes_a_payload_shorter() {
    try (Compressor compressor = new Compressor()) {
      byte[] payload = new byte[1000];
      new Random(1).nextBytes(payload);

      assertThat(compress(compressor, payload).length).isGreaterThan(1000);
      assertThat(compress(compressor, payload).length).isLessThan(50);
    }
  }

  @Test
  void a_payload_may_be_as_long_as_the_limit_and_no_longer() throws Exception {
    try (Compressor compressor = new Compressor();
        Decompressor decompressor = new Decompressor(LARGEST)) {
      byte[] fits = new byte[LARGEST];
      assertThat(decompress(decompressor, compress(compressor, fits))).isEqualTo(fits);

      byte[] tooLong = compress(compressor, new byte[LARGEST + 1]);
      SshWriter out = new SshWriter();
      assertThatThrownBy(() -> decompressor.decompress(tooLong, 0, tooLong.length, out))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("inflates to more than " + LARGEST);
      assertThat(out.length()).isLessThanOrEqualTo(LARGEST);
    }
  }

  @Test
  void a_payload_that_would_become_gigabytes_is_refused_at_the_limit() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(bomb)) {
      for (int i = 0; i < 64; i++) {
        deflate.write(new byte[1 << 20]);
      }
    }
    try (Decompressor decompressor = new Decompressor(LARGEST)) {
      SshWriter out = new SshWriter();
      assertThatThrownBy(() -> decompressor.decompress(bomb.toByteArray(), 0, bomb.size(), out))
          .isInstanceOf(MalformedException.class);
      assertThat(out.length()).isLessThanOrEqualTo(LARGEST);
    }
  }

  @Test
  void bytes_that_are_no_zlib_stream_are_refused() {
    try (Decompressor decompressor = new Decompressor(LARGEST)) {
      byte[] garbage = payload(500);
      garbage[0] = 0x77;

      assertThatThrownBy(() -> decompress(decompressor, garbage))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("not a zlib stream");
    }
  }

  @Test
  void a_stream_that_ends_is_refused() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(whole)) {
      deflate.write(payload(100));
    }
    try (Decompressor decompressor = new Decompressor(LARGEST)) {
      assertThatThrownBy(() -> decompress(decompressor, whole.toByteArray()))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void a_stream_with_a_preset_dictionary_is_refused() {
    Deflater deflater = new Deflater();
    deflater.setDictionary(payload(100));
    deflater.setInput(payload(100));
    byte[] buffer = new byte[500];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    try (Decompressor decompressor = new Decompressor(LARGEST)) {
      assertThatThrownBy(() -> decompress(decompressor, Arrays.copyOf(buffer, length)))
          .isInstanceOf(MalformedException.class);
    }
  }

  private static byte[] payload(int length) {
    byte[] bytes = new byte[length];
    Random random = new Random(length);
    // half of it compresses
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % 200 < 100 ? random.nextInt() : 'x');
    }
    return bytes;
  }

  private static byte[] compress(Compressor compressor, byte[] payload) {
    SshWriter out = new SshWriter();
    compressor.compress(payload, 0, payload.length, out);
    return out.toByteArray();
  }

  private static byte[] decompress(Decompressor decompressor, byte[] data)
      throws MalformedException {
    SshWriter out = new SshWriter();
    decompressor.decompress(data, 0, data.length, out);
    return out.toByteArray();
  }
}
