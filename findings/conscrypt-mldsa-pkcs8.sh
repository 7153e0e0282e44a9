#!/bin/sh
# Conscrypt 2.9.0 (org.conscrypt:conscrypt-openjdk-uber) and the JDK 25 both have ML-DSA and ML-KEM, and read each other's public
# keys, but not each other's private keys in PKCS #8: the JDK writes and reads the expanded key as it is, without the choice
# of forms that RFC 9881 came to; Conscrypt writes and takes the seed alone. The size tells which.
. "$(dirname "$0")/common.sh"
find_java 25
maven_artifacts org.conscrypt:conscrypt-openjdk-uber:2.9.0
cat >Keys.java <<'EOF'
import java.security.*;
import java.security.spec.*;

class Keys {
  public static void main(String[] arguments) throws Exception {
    Provider conscrypt = org.conscrypt.Conscrypt.newProvider();
    Provider jdk = KeyFactory.getInstance(arguments[1]).getProvider();
    pass(arguments[0], jdk, conscrypt);
    pass(arguments[0], conscrypt, jdk);
  }

  private static void pass(String name, Provider from, Provider to) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(name, from).generateKeyPair();
    KeyFactory factory = KeyFactory.getInstance(name, to);
    factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
    byte[] encoded = pair.getPrivate().getEncoded();
    String seen = "public read, private of " + encoded.length + " bytes ";
    try {
      factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      System.out.println(seen + "read");
    } catch (InvalidKeySpecException e) {
      System.err.println(from + " to " + to + ": " + e.getMessage());
      System.out.println(seen + "not read");
    }
  }
}
EOF
for name in 'ML-DSA-44 ML-DSA' 'ML-KEM-768 ML-KEM'; do
  # shellcheck disable=SC2086
  "$JAVA" --enable-native-access=ALL-UNNAMED Keys.java $name >>seen
done
verdict 'public read, private of 2588 bytes not read
public read, private of 54 bytes not read
public read, private of 2428 bytes not read
public read, private of 86 bytes not read' "$(cat seen)"
