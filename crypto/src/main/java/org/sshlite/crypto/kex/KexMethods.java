package org.sshlite.crypto.kex;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The key exchange methods by name, in the order in which they are proposed. */
public final class KexMethods {
  private static final Agreement X25519 = new X25519Agreement();

  private static final Map<String, KexMethod> METHODS =
      Stream.<KexMethod>of(
              new HybridKex(
                  "mlkem768x25519-sha256",
                  "SHA-256",
                  MlKem.ML_KEM_768,
                  X25519,
                  X25519Agreement.LENGTH),
              new AgreementKex("curve25519-sha256", "SHA-256", X25519),
              new AgreementKex("curve25519-sha256@libssh.org", "SHA-256", X25519))
          .collect(
              Collectors.toMap(
                  KexMethod::name, Function.identity(), (a, _) -> a, LinkedHashMap::new));

  /** Every method there is. */
  public static final List<String> SUPPORTED = List.copyOf(METHODS.keySet());

  /** What is proposed unless configured otherwise. */
  public static final List<String> DEFAULT = SUPPORTED;

  private KexMethods() {}

  public static Optional<KexMethod> byName(String name) {
    return Optional.ofNullable(METHODS.get(name));
  }
}
