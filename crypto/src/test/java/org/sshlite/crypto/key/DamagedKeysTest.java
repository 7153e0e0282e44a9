package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.Damage.Kind;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;

/** Every field of a key blob and of a key file truncated, oversized and altered. */
class DamagedKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAGIC_LENGTH = 15;

  /** The layouts of public blobs and of private keys, as {@link Damage} takes them. */
  private static final Map<String, List<String>> LAYOUTS =
      Map.of(
          "ssh-ed25519", List.of("ss", "sss"),
          "ecdsa-sha2-nistp256", List.of("sss", "ssss"),
          "ecdsa-sha2-nistp384", List.of("sss", "ssss"),
          "ecdsa-sha2-nistp521", List.of("sss", "ssss"),
          "ssh-rsa", List.of("sss", "sssssss"),
          "ssh-mldsa44-ed25519@openssh.com", List.of("ss", "sss"),
          "sk-ssh-ed25519@openssh.com", List.of("sss", "sssbss"),
          "sk-ecdsa-sha2-nistp256@openssh.com", List.of("ssss", "ssssbss"));

  private static final Map<String, PrivateKey> KEYS = new ConcurrentHashMap<>();

  private static PrivateKey key(String type) {
    return KEYS.computeIfAbsent(
        type,
        _ -> {
          try {
            return switch (type) {
              case "ssh-rsa" -> RsaPrivateKey.generate(2048, RANDOM);
              case "sk-ssh-ed25519@openssh.com" -> recorded("sk-ed25519-openssh");
              case "sk-ecdsa-sha2-nistp256@openssh.com" -> recorded("sk-ecdsa-openssh");
              default -> PrivateKey.generate(type, RANDOM);
            };
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static PrivateKey recorded(String name) throws Exception {
    return Recorded.parse(name, Recorded.text(name)).key();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
        "ssh-mldsa44-ed25519@openssh.com",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com"
      })
  void a_damaged_public_key_is_refused(String type) throws Exception {
    PublicKey key = key(type).publicKey();
    String layout = LAYOUTS.get(type).getFirst();
    for (Damage damage : Damage.of(key.blob(), layout)) {
      if (isOtherKey(type, layout, damage)) {
        assertThat(PublicKeys.read(damage.bytes())).as("%s", damage).isNotEqualTo(key);
      } else {
        assertThatThrownBy(() -> PublicKeys.read(damage.bytes()))
            .as("%s", damage)
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  /** What is left after some damage is as good a key as any, only not the same. */
  private static boolean isOtherKey(String type, String layout, Damage damage) {
    boolean last = damage.field() == layout.length() - 1;
    boolean content =
        Set.of(Kind.SHORTENED, Kind.EMPTIED, Kind.LENGTHENED, Kind.ALTERED).contains(damage.kind());
    return switch (type) {
      // the first bit of n flipped: a longer modulus
      case "ssh-rsa" ->
          last
              && damage.kind() == Kind.ALTERED
              && (damage.bytes()[damage.bytes().length - 1] & 1) == 1;
      case "ssh-ed25519", "ssh-mldsa44-ed25519@openssh.com" ->
          last && damage.kind() == Kind.ALTERED;
      case "sk-ssh-ed25519@openssh.com" ->
          last && content || damage.field() == 1 && damage.kind() == Kind.ALTERED;
      case "sk-ecdsa-sha2-nistp256@openssh.com" -> last && content;
      default -> false;
    };
  }

  @Test
  void numbers_that_no_RSA_key_has_are_refused() {
    var n = ((RsaPublicKey) key("ssh-rsa").publicKey()).modulus();
    var two = BigInteger.TWO;
    var one = BigInteger.ONE;
    refusedRsa(one, n);
    refusedRsa(two, n);
    refusedRsa(n.negate(), n);
    refusedRsa(BigInteger.ZERO, n);
    refusedRsa(BigInteger.valueOf(3), n.add(one));
    refusedRsa(BigInteger.valueOf(3), n.negate());
    refusedRsa(BigInteger.valueOf(3), BigInteger.ZERO);
    refusedRsa(BigInteger.valueOf(3), one.shiftLeft(16384).add(one));
    refusedRsa(BigInteger.valueOf(3), n.shiftRight(1).setBit(0));
  }

  private static void refusedRsa(BigInteger e, BigInteger n) {
    byte[] blob = new SshWriter().string("ssh-rsa").mpint(e).mpint(n).toByteArray();
    assertThatThrownBy(() -> PublicKeys.read(blob)).isInstanceOf(MalformedException.class);
  }

  @Test
  void points_that_are_not_on_the_curve_compressed_or_at_infinity_are_refused() {
    byte[] point = ((EcdsaPublicKey) key("ecdsa-sha2-nistp256").publicKey()).point();
    byte[] off = point.clone();
    off[64] ^= 1;
    byte[] compressed = Arrays.copyOf(point, 33);
    compressed[0] = (byte) (2 + (point[64] & 1));
    byte[] hybrid = point.clone();
    hybrid[0] = (byte) (6 + (point[64] & 1));
    byte[] tooLarge = new byte[65];
    Arrays.fill(tooLarge, (byte) 0xff);
    tooLarge[0] = 4;
    byte[] zero = new byte[65];
    zero[0] = 4;
    for (byte[] q : List.of(off, compressed, hybrid, tooLarge, zero, new byte[1], new byte[0])) {
      byte[] blob =
          new SshWriter().string("ecdsa-sha2-nistp256").string("nistp256").string(q).toByteArray();
      assertThatThrownBy(() -> PublicKeys.read(blob)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
        "ssh-mldsa44-ed25519@openssh.com",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com"
      })
  void a_damaged_private_key_in_a_file_is_refused(String type) throws Exception {
    byte[] data = unencrypted(key(type));
    String layout = LAYOUTS.get(type).getLast();
    int start = privateStart(data) + 8; // behind the check bytes
    SshWriter fields = new SshWriter();
    key(type).write(fields);
    for (Damage damage : Damage.of(fields.toByteArray(), layout)) {
      byte[] file = withPrivate(data, start, damage.bytes());
      if (isHandle(type, layout, damage)) {
        parse(file);
      } else {
        refused(file, damage);
      }
    }
  }

  /** Handle, flags and the reserved string of a token's key mean something to the token alone. */
  private static boolean isHandle(String type, String layout, Damage damage) {
    return type.startsWith("sk-")
        && damage.field() >= layout.length() - 3
        && Set.of(Kind.SHORTENED, Kind.EMPTIED, Kind.LENGTHENED, Kind.ALTERED)
            .contains(damage.kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret"})
  void a_damaged_envelope_is_refused(String passphrase) throws Exception {
    byte[] data = file(key("ssh-ed25519"), passphrase);
    byte[] magic = Arrays.copyOf(data, MAGIC_LENGTH);
    byte[] rest = Arrays.copyOfRange(data, MAGIC_LENGTH, data.length);
    for (Damage damage : Damage.of(rest, "sssuss")) {
      // a bit of the salt or of the ciphertext: the passphrase seems wrong
      refused(new SshWriter().bytes(magic).bytes(damage.bytes()).toByteArray(), damage);
    }
    byte[] other = data.clone();
    other[3] ^= 1;
    refused(other, new Damage(Kind.ALTERED, -1, other));
  }

  @Test
  void padding_that_does_not_count_up_is_refused() throws Exception {
    byte[] data = unencrypted(key("ssh-ed25519"));
    data[data.length - 1]++;
    refused(data, new Damage(Kind.ALTERED, -1, data));
  }

  @Test
  void more_rounds_than_anyone_asks_for_are_refused_before_they_are_begun() throws Exception {
    byte[] data = file(key("ssh-ed25519"), "secret");
    int rounds = MAGIC_LENGTH + 4 + "aes256-ctr".length() + 4 + "bcrypt".length() + 4 + 20;
    assertThat(ByteBuffer.wrap(data).getInt(rounds)).isEqualTo(1);
    for (int lie : new int[] {0, -1, Integer.MAX_VALUE, 1 << 20}) {
      ByteBuffer.wrap(data).putInt(rounds, lie);
      refused(data.clone(), new Damage(Kind.ALTERED, 2, data));
    }
  }

  private static byte[] unencrypted(PrivateKey key) throws Exception {
    return file(key, "");
  }

  /** The contents of a key file, out of their base64. */
  private static byte[] file(PrivateKey key, String passphrase) throws Exception {
    byte[] text =
        PrivateKeyFile.format(
            new NamedPrivateKey(key, "comment"),
            new SecretBytes(passphrase.getBytes()),
            new KeyFileEncryption("aes256-ctr", 1),
            RANDOM);
    return Armor.privateKey(text).data().bytes();
  }

  /** Where the private part begins in an unencrypted file: its length is before it. */
  private static int privateStart(byte[] data) {
    int at = MAGIC_LENGTH;
    for (char field : "sssus".toCharArray()) {
      at += 4 + (field == 's' ? ByteBuffer.wrap(data).getInt(at) : 0);
    }
    return at + 4;
  }

  /** The file with other private fields, padded again so that only they are wrong. */
  private static byte[] withPrivate(byte[] data, int start, byte[] fields) {
    SshWriter plain = new SshWriter().bytes(data, start - 8, 8).bytes(fields).string("comment");
    for (int i = 1; plain.length() % 8 != 0; i++) {
      plain.uint8(i);
    }
    return new SshWriter().bytes(data, 0, start - 12).string(plain.toByteArray()).toByteArray();
  }

  private static void parse(byte[] data) throws KeyFileException {
    byte[] text = Armor.format(OpenSshEnvelope.LABEL, data);
    PrivateKeyFile.parse("id", text, Recorded.secret("secret"), 2048);
  }

  private static void refused(byte[] data, Damage damage) {
    assertThatThrownBy(() -> parse(data))
        .as("%s", damage)
        .isInstanceOfSatisfying(
            KeyFileException.class, e -> assertThat(e.getMessage()).hasLineCount(1));
  }
}
