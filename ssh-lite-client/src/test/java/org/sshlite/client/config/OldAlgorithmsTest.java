package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.legacy.LegacyAlgorithms;

/** What only old devices need, list by list. */
class OldAlgorithmsTest extends ConfigFiles {
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("KexAlgorithms", "diffie-hellman-group14-sha1");
    NAMES.put("HostKeyAlgorithms", "ssh-rsa");
    NAMES.put("Ciphers", "aes256-cbc");
    NAMES.put("MACs", "hmac-sha1");
  }

  private Map<String, List<String>> lists() {
    return Map.of(
        "KexAlgorithms", config.kexAlgorithms.get(),
        "HostKeyAlgorithms", config.hostKeyAlgorithms.get(),
        "Ciphers", config.ciphers.get(),
        "MACs", config.macs.get());
  }

  private static boolean isOld(String name) {
    return LegacyAlgorithms.KEX.contains(name)
        || LegacyAlgorithms.SIGNATURES.contains(name)
        || LegacyAlgorithms.ENCRYPTION.contains(name)
        || LegacyAlgorithms.MACS.contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KexAlgorithms", "HostKeyAlgorithms", "Ciphers", "MACs"})
  void without_its_name_each_list_has_none_whatever_the_others_name(String left) throws Exception {
    read(
        NAMES.entrySet().stream()
            .filter(each -> !each.getKey().equals(left))
            .map(each -> each.getKey() + " +" + each.getValue())
            .toArray(String[]::new));

    for (Map.Entry<String, String> each : NAMES.entrySet()) {
      List<String> list = lists().get(each.getKey());
      if (each.getKey().equals(left)) {
        assertThat(list).isNotEmpty().noneMatch(OldAlgorithmsTest::isOld);
      } else {
        assertThat(list).filteredOn(OldAlgorithmsTest::isOld).containsExactly(each.getValue());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+*", "*", "^*", "+diffie-hellman-group14-sha?"})
  void no_wildcard_reaches_one(String pattern) throws Exception {
    read("KexAlgorithms " + pattern);

    assertThat(config.kexAlgorithms.get()).isNotEmpty().noneMatch(OldAlgorithmsTest::isOld);
  }
}
