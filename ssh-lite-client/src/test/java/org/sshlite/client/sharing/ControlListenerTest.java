package org.sshlite.client.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.system.Libc;

class ControlListenerTest {
  @TempDir Path folder;

  private String path() {
    return folder.resolve("s").toString();
  }

  @Test
  void only_its_own_user_and_root_are_let_in() {
    assertThat(ControlListener.admits(1000, 1000)).isTrue();
    assertThat(ControlListener.admits(0, 1000)).isTrue();
    assertThat(ControlListener.admits(1001, 1000)).isFalse();
    assertThat(ControlListener.admits(1000, 0)).isFalse();
    assertThat(ControlListener.admits(0xffffffffL, 1000)).isFalse();
  }

  @Test
  void one_descriptor_comes_with_one_byte() throws Exception {
    try (ControlListener listener = ControlListener.at(path()).orElseThrow();
        ControlSocket client = ControlSocket.connect(path());
        MuxClient served = listener.accept().orElseThrow()) {
      client.sendDescriptor(client.number());
      int received = served.receiveDescriptors(1).getFirst();
      assertThat(received).isNotEqualTo(client.number());
      Libc.check("close", received);

      client.write(new byte[] {0});
      assertThatThrownBy(() -> served.receiveDescriptors(1)).hasMessageContaining("no file");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void closing_wakes_who_waits_and_removes_nothing_of_anybody_else() throws Exception {
    ControlListener listener = ControlListener.at(path()).orElseThrow();
    assertThat(ControlListener.at(path())).as("a second one").isEmpty();
    CompletableFuture<Object> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return listener.accept();
              } catch (IOException e) {
                return e;
              }
            },
            task -> Thread.ofPlatform().daemon().start(task));
    Files.delete(folder.resolve("s"));
    Files.createFile(folder.resolve("s"));

    listener.close();

    assertThat(waiting.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThat(folder.resolve("s")).exists();
  }

  @Test
  void a_path_without_room_for_its_temporary_name_is_refused() {
    String path = folder.resolve("x".repeat(100 - folder.toString().length())).toString();

    assertThatThrownBy(() -> ControlListener.at(path)).hasMessageContaining("too long");
  }
}
