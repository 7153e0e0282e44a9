package org.sshlite.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.SecretBytes;

/** RFC 4253 §7.2 against NIST's vectors for it. */
class KeyDerivationTest {
  private record Vector(
      String hash, byte[] mpint, byte[] exchangeHash, byte[] sessionIdentifier, List<byte[]> keys) {
    @Override
    public String toString() {
      return hash;
    }
  }

  static Stream<Vector> vectors() throws IOException {
    try (InputStream in = KeyDerivationTest.class.getResourceAsStream("acvp-kdf-ssh.txt")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      int length = 10;
      return IntStream.range(0, lines.size() / length)
          .mapToObj(i -> vector(lines.subList(i * length, (i + 1) * length)));
    }
  }

  private static Vector vector(List<String> lines) {
    List<byte[]> values = lines.stream().skip(1).map(HexFormat.of()::parseHex).toList();
    return new Vector(
        lines.getFirst(), values.get(0), values.get(1), values.get(2), values.subList(3, 9));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_six_keys_are_those_of_NIST(Vector vector) {
    byte[] contents = Arrays.copyOfRange(vector.mpint(), 4, vector.mpint().length);
    KeyDerivation derivation =
        new KeyDerivation(
            vector.hash(),
            new SecretBytes(contents),
            vector.exchangeHash(),
            vector.sessionIdentifier());

    for (int i = 0; i < 6; i++) {
      byte[] expected = vector.keys().get(i);
      assertThat(derivation.derive((char) ('A' + i), expected.length)).isEqualTo(expected);
    }
  }
}
