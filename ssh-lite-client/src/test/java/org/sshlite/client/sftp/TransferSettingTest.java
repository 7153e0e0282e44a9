package org.sshlite.client.sftp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.command.ToolException;

class TransferSettingTest {
  @ParameterizedTest
  @ValueSource(strings = {"buffer=1", "buffer=256k", "nrequests=1", "nrequests=262144"})
  void what_scp_takes_is_taken(String text) {
    assertThatCode(() -> TransferSetting.judge(text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "buffer=0|Invalid buffer size \"0\": Invalid argument",
        "buffer=257k|Invalid buffer size \"257k\": Invalid argument",
        "buffer=x|Invalid buffer size \"x\": Invalid argument",
        "nrequests=0|Invalid number of requests \"0\": too small",
        "nrequests=262145|Invalid number of requests \"262145\": too large",
        "nrequests=4k|Invalid number of requests \"4k\": invalid",
        "window=4|Invalid -X option",
      })
  void what_scp_refuses_is_refused(String text, String problem) {
    assertThatThrownBy(() -> TransferSetting.judge(text))
        .isInstanceOf(ToolException.class)
        .hasMessage(problem);
  }
}
