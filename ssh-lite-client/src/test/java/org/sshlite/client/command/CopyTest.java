package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class CopyTest {
  private final byte[] data = new byte[3 * Copy.BUFFER + 17];

  @Test
  void all_is_copied_to_the_end() {
    data[data.length - 1] = 42;
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    assertThat(Copy.run(new ByteArrayInputStream(data), target)).isEqualTo(new Copy.Result.End());
    assertThat(target.toByteArray()).isEqualTo(data);
  }

  @Test
  void a_broken_pipe_is_the_targets_fault() {
    IOException reason = new IOException("Broken pipe");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw reason;
          }
        };
    assertThat(Copy.run(new ByteArrayInputStream(data), broken))
        .isEqualTo(new Copy.Result.TargetFailed(reason));
  }

  @Test
  void a_lost_connection_is_the_sources_fault() {
    IOException reason = new IOException("connection lost");
    InputStream lost =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw reason;
          }
        };
    assertThat(Copy.run(lost, OutputStream.nullOutputStream()))
        .isEqualTo(new Copy.Result.SourceFailed(reason));
  }
}
