package org.sshlite.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.SshKeygen;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;

class KrlTest {
  private static final Optional<PublicKey> CA = Optional.of(Certified.CA.publicKey());
  private static final byte[] MAGIC = "SSHKRL\n\0".getBytes();

  private final PublicKey key = newKey();
  private final Krl krl = new Krl(3, 1_700_000_000L, "a comment");

  @TempDir private Path folder;

  private static PublicKey newKey() {
    return PrivateKey.generate("ssh-ed25519", Certified.RANDOM).publicKey();
  }

  private static Certificate certificate(long serial) throws Exception {
    return Certified.sign(Certified.withSerial(Certified.user("alice"), serial));
  }

  private Optional<Krl.Reason> query(PublicKey asked) throws MalformedException {
    Krl read = Krl.read(krl.write());
    assertThat(read.write()).isEqualTo(krl.write());
    assertThat(read.query(asked)).isEqualTo(krl.query(asked));
    return read.query(asked);
  }

  @Test
  void the_header_reads_back() throws Exception {
    Krl read = Krl.read(krl.write());
    assertThat(read.version()).isEqualTo(3);
    assertThat(read.generatedAt()).isEqualTo(1_700_000_000L);
    assertThat(read.comment()).isEqualTo("a comment");
    assertThat(Krl.isKrl(krl.write())).isTrue();
    assertThat(Krl.isKrl("ssh-ed25519 AAAA".getBytes())).isFalse();
  }

  @Test
  void keys_are_revoked_whole_or_by_fingerprint() throws Exception {
    PublicKey second = newKey();
    PublicKey third = newKey();
    krl.revoke(key);
    krl.revokeSha256(second);
    krl.revokeSha1(third);
    assertThat(query(key)).contains(Krl.Reason.KEY);
    assertThat(query(second)).contains(Krl.Reason.SHA256_FINGERPRINT);
    assertThat(query(third)).contains(Krl.Reason.SHA1_FINGERPRINT);
    assertThat(query(newKey())).isEmpty();
  }

  @Test
  void a_certificate_is_revoked_with_its_key_and_with_its_CA() throws Exception {
    krl.revoke(Certified.KEY.publicKey());
    assertThat(query(certificate(1))).contains(Krl.Reason.KEY);
    Krl other = new Krl(1, 1, "");
    other.revokeSha256(Certified.CA.publicKey());
    assertThat(other.query(certificate(1))).contains(Krl.Reason.CA);
  }

  @Test
  void certificates_are_revoked_by_serial_of_one_CA_or_of_all() throws Exception {
    krl.revokeSerials(CA, 5, 9);
    krl.revokeSerials(Optional.of(key), 20, 30);
    krl.revokeSerials(Optional.empty(), 40, 40);
    assertThat(query(certificate(4))).isEmpty();
    assertThat(query(certificate(5))).contains(Krl.Reason.CERTIFICATE_SERIAL);
    assertThat(query(certificate(9))).contains(Krl.Reason.CERTIFICATE_SERIAL);
    assertThat(query(certificate(10))).isEmpty();
    assertThat(query(certificate(25))).isEmpty();
    assertThat(query(certificate(40))).contains(Krl.Reason.CERTIFICATE_SERIAL);
  }

  @Test
  void serial_numbers_are_unsigned_and_0_is_none() throws Exception {
    krl.revokeSerials(CA, 1, -1);
    assertThat(query(certificate(-1))).contains(Krl.Reason.CERTIFICATE_SERIAL);
    assertThat(query(certificate(Long.MIN_VALUE))).contains(Krl.Reason.CERTIFICATE_SERIAL);
    assertThat(query(certificate(0))).isEmpty();
    assertThatThrownBy(() -> krl.revokeSerials(CA, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> krl.revokeSerials(CA, 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_certificate_without_serial_is_revoked_by_key_id() throws Exception {
    krl.revoke(certificate(0));
    assertThat(query(certificate(0))).contains(Krl.Reason.CERTIFICATE_KEY_ID);
    assertThat(query(certificate(8))).contains(Krl.Reason.CERTIFICATE_KEY_ID);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void any_set_of_serials_reads_back(long seed) throws Exception {
    Random random = new Random(seed);
    TreeSet<Long> serials = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      long first = 1 + random.nextInt(seed % 2 == 0 ? 400 : 100_000);
      long last = first + (random.nextInt(4) == 0 ? random.nextInt(50) : 0);
      krl.revokeSerials(CA, first, last);
      for (long serial = first; serial <= last; serial++) {
        serials.add(serial);
      }
    }
    Krl read = Krl.read(krl.write());
    var expected = krl.certificates().get(Blob.of(CA.orElseThrow())).serials();
    assertThat(read.certificates().get(Blob.of(CA.orElseThrow())).serials()).isEqualTo(expected);
    long count = expected.entrySet().stream().mapToLong(e -> e.getValue() - e.getKey() + 1).sum();
    assertThat(count).isEqualTo(serials.size());
    assertThat(serials)
        .allMatch(s -> expected.floorEntry(s) != null && expected.floorEntry(s).getValue() >= s);
  }

  @Test
  void ssh_keygen_judges_by_our_lists_as_we_do() throws Exception {
    krl.revokeSerials(CA, 5, 5);
    krl.revokeSerials(CA, 7, 7);
    krl.revokeSerials(CA, 90, 190);
    krl.revokeSerials(CA, 100_000, 2_000_000);
    krl.revokeSerials(CA, 5_000_000, 5_000_000);
    krl.revokeKeyId(Optional.empty(), "somebody else");
    krl.revoke(key);
    krl.revokeSha256(newKey());
    krl.revokeSha1(newKey());
    Path list = Files.write(folder.resolve("krl"), krl.write());
    for (long serial : new long[] {4, 5, 6, 7, 89, 90, 190, 191, 99_999, 2_000_000, 5_000_000}) {
      Certificate certificate = certificate(serial);
      assertThat(revokedBySshKeygen(list, certificate))
          .as("serial " + serial)
          .isEqualTo(query(certificate).isPresent());
    }
    assertThat(revokedBySshKeygen(list, key)).isTrue();
    assertThat(revokedBySshKeygen(list, newKey())).isFalse();
  }

  private boolean revokedBySshKeygen(Path list, PublicKey asked) throws Exception {
    Path file = folder.resolve("asked.pub");
    Files.writeString(file, new PublicKeyLine("", asked, "c") + "\n");
    SshKeygen.Result result = SshKeygen.tryRun("-Q", "-f", list, file);
    assertThat(result.output()).contains(result.status() == 0 ? "ok" : "REVOKED");
    return result.status() != 0;
  }

  @Test
  void lists_of_ssh_keygen_are_read() throws Exception {
    Path ca = folder.resolve("ca.pub");
    Files.writeString(ca, new PublicKeyLine("", Certified.CA.publicKey(), "ca") + "\n");
    PublicKey byHash = newKey();
    PublicKey explicit = newKey();
    Path spec = folder.resolve("spec");
    Files.writeString(
        spec,
        "serial: 5\nserial: 7\nserial: 9\nserial: 11\nserial: 100-300\nserial: 1000000\n"
            + "id: some id\nsha256: "
            + new PublicKeyLine("", byHash, "c")
            + "\nkey: "
            + new PublicKeyLine("", explicit, "c")
            + "\n");
    Path list = folder.resolve("krl");
    SshKeygen.run("-q", "-k", "-f", list, "-s", ca, "-z", 9, spec);
    Krl read = Krl.read(Files.readAllBytes(list));
    assertThat(read.version()).isEqualTo(9);
    for (long serial : new long[] {5, 7, 9, 11, 100, 200, 300, 1_000_000}) {
      assertThat(read.query(certificate(serial))).contains(Krl.Reason.CERTIFICATE_SERIAL);
    }
    for (long serial : new long[] {4, 6, 8, 10, 99, 301, 999_999}) {
      assertThat(read.query(certificate(serial))).isEmpty();
    }
    assertThat(read.query(byHash)).contains(Krl.Reason.SHA256_FINGERPRINT);
    assertThat(read.query(explicit)).contains(Krl.Reason.KEY);
  }

  @Test
  void a_signed_list_an_unknown_section_and_a_critical_extension_are_refused() {
    refused(header().uint8(4).string("key").string("signature"), "signed lists");
    refused(header().uint8(9).string(""), "9 is not supported");
    byte[] critical = new SshWriter().string("x@y").bool(true).string("").toByteArray();
    refused(header().uint8(255).string(critical), "critical");
  }

  @Test
  void an_extension_that_is_not_critical_is_let_be() throws Exception {
    byte[] optional = new SshWriter().string("x@y").bool(false).string("z").toByteArray();
    byte[] list = header().uint8(255).string(optional).toByteArray();
    assertThat(Krl.read(list).query(key)).isEmpty();
  }

  @Test
  void serial_0_backward_ranges_and_bitmaps_that_wrap_are_refused() {
    refused(certificates(0x20, new SshWriter().uint64(0)), "serial");
    refused(certificates(0x21, new SshWriter().uint64(5).uint64(4)), "serial");
    refused(certificates(0x22, new SshWriter().uint64(-1).string(new byte[] {3})), "wraps");
    refused(certificates(0x22, new SshWriter().uint64(1).string(new byte[] {-1})), "negative");
    refused(
        certificates(0x22, new SshWriter().uint64(1).string(new byte[5000])), "more than 16384");
  }

  @Test
  void a_list_with_any_byte_altered_or_cut_off_is_read_or_refused_but_never_crashes() {
    krl.revoke(key);
    krl.revokeSha256(newKey());
    krl.revokeSerials(CA, 5, 9);
    krl.revokeSerials(CA, 11, 11);
    krl.revokeSerials(CA, 1000, 1000);
    krl.revokeKeyId(CA, "id");
    byte[] list = krl.write();
    for (int i = 0; i < list.length; i++) {
      for (int mask : new int[] {1, 0x80, 0xff}) {
        byte[] altered = list.clone();
        altered[i] ^= (byte) mask;
        readOrRefuse(altered);
      }
      readOrRefuse(Arrays.copyOf(list, i));
    }
  }

  private static void readOrRefuse(byte[] list) {
    try {
      Krl.read(list);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  private static SshWriter header() {
    return new SshWriter()
        .bytes(MAGIC)
        .uint32(1)
        .uint64(1)
        .uint64(1)
        .uint64(0)
        .string("")
        .string("");
  }

  private static SshWriter certificates(int type, SshWriter section) {
    byte[] inside =
        new SshWriter()
            .string("")
            .string("")
            .uint8(type)
            .string(section.toByteArray())
            .toByteArray();
    return header().uint8(1).string(inside);
  }

  private static void refused(SshWriter list, String words) {
    assertThatThrownBy(() -> Krl.read(list.toByteArray()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(words);
  }
}
