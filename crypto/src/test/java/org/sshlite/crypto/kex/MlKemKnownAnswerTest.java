package org.sshlite.crypto.kex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NIST's own vectors for FIPS 203. */
class MlKemKnownAnswerTest {
  static Stream<MlKem> parameterSets() {
    return Stream.of(MlKem.ML_KEM_768, MlKem.ML_KEM_1024);
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void keys_ciphertexts_and_secrets_are_those_of_NIST(MlKem kem) throws Exception {
    Iterator<byte[]> vector = vector(kem);

    byte[] dAndZ = join(vector.next(), vector.next());
    try (Kem.Decapsulator pair = kem.generate(new FixedRandom(dAndZ))) {
      assertThat(pair.publicKey()).isEqualTo(vector.next());
      byte[] dk = vector.next();
      // it is the owner of dk as well: both find the same secret
      Kem.Encapsulation made =
          kem.encapsulate(pair.publicKey(), new FixedRandom(Arrays.copyOf(dAndZ, 32)));
      assertThat(pair.decapsulate(made.ciphertext())).isEqualTo(made.secret());
      try (Kem.Decapsulator owner = owner(kem, pair.publicKey(), dk)) {
        assertThat(owner.decapsulate(made.ciphertext())).isEqualTo(made.secret());
      }
    }

    Kem.Encapsulation made = kem.encapsulate(vector.next(), new FixedRandom(vector.next()));
    assertThat(made.ciphertext()).isEqualTo(vector.next());
    assertThat(made.secret().bytes()).isEqualTo(vector.next());

    try (Kem.Decapsulator owner = owner(kem, vector.next(), vector.next())) {
      assertThat(owner.decapsulate(vector.next()).bytes()).isEqualTo(vector.next());
      // FIPS 203 §6.3, implicit rejection: the ciphertext was altered
      assertThat(owner.decapsulate(vector.next()).bytes()).isEqualTo(vector.next());
    }
    assertThat(vector.hasNext()).isFalse();
  }

  private static Iterator<byte[]> vector(MlKem kem) throws IOException {
    String name = "acvp-" + kem.parameterSet().toLowerCase(Locale.ROOT) + ".txt";
    try (InputStream in = MlKemKnownAnswerTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(HexFormat.of()::parseHex)
          .iterator();
    }
  }

  /** Of a decapsulation key in the expanded form of FIPS 203, as the provider imports it. */
  private static Kem.Decapsulator owner(MlKem kem, byte[] ek, byte[] dk) throws Exception {
    ASN1ObjectIdentifier oid =
        kem == MlKem.ML_KEM_768
            ? NISTObjectIdentifiers.id_alg_ml_kem_768
            : NISTObjectIdentifiers.id_alg_ml_kem_1024;
    byte[] encoded =
        new PrivateKeyInfo(new AlgorithmIdentifier(oid), new DEROctetString(dk)).getEncoded();
    PrivateKey key =
        KeyFactory.getInstance(kem.parameterSet())
            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    return new MlKem.PrivateHalf(ek, key);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
