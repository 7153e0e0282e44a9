package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;

class TransportOptionsTest {
  @Test
  void whatever_is_supported_may_be_proposed() {
    TransportOptions options =
        TransportOptions.builder()
            .kexMethods(KexMethods.SUPPORTED)
            .ciphers(PacketCiphers.SUPPORTED_ENCRYPTION)
            .macs(PacketCiphers.SUPPORTED_MACS)
            .build();
    assertThat(options.kexMethods()).isEqualTo(KexMethods.SUPPORTED);
  }

  @Test
  void an_algorithm_that_is_not_there_is_told_at_once() {
    List<String> unknown = List.of("rot13");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportOptions.builder().kexMethods(unknown).build())
        .withMessage("no such key exchange method: rot13");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportOptions.builder().ciphers(unknown).build())
        .withMessage("no such cipher: rot13");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportOptions.builder().macs(unknown).build())
        .withMessage("no such MAC: rot13");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportOptions.builder().compressions(unknown).build())
        .withMessage("no such compression: rot13");
  }
}
