package org.sshlite.client.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.client.SshClient;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class HostJobTest {
  @Test
  void an_error_is_the_end_of_that_host_and_no_wait_for_ever() throws Exception {
    List<String> failing =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            throw new StackOverflowError();
          }

          @Override
          public int size() {
            throw new StackOverflowError();
          }
        };
    HostsArguments arguments =
        new HostsArguments(
            List.of("host"),
            1,
            Optional.of(Duration.ofMinutes(1)),
            Order.LIST,
            false,
            Optional.empty(),
            Optional.empty(),
            failing);
    OutputStream nowhere = OutputStream.nullOutputStream();
    try (SshClient client = SshClient.create(ClientOptions.builder().build());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      HostResult result =
          new HostJob("host", arguments, null, nowhere, nowhere)
              .start(client, new ScriptedDialog(), new StderrLog(LogLevel.QUIET), clock)
              .get(30, TimeUnit.SECONDS);

      assertThat(result.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(result.message()).contains("StackOverflowError");
    }
  }
}
