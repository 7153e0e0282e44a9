package org.sshlite.protocol.transport;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.kex.Moduli;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.legacy.LegacyAlgorithms;

/**
 * What a connection is set up with, either role. All lists are ordered, best first.
 *
 * <p>Names of algorithms that there are not are an {@link IllegalArgumentException}. Those of
 * {@link LegacyAlgorithms} count when they are named.
 *
 * @param identification our identification string
 * @param hostKeyAlgorithms what a client proposes; a server narrows it to the keys it has
 * @param userKeyAlgorithms signature algorithms accepted from, or used by, the "publickey" method
 * @param rekeyBytes bytes on the wire in one direction after which keys are exchanged anew; 0 for
 *     what the cipher allows
 * @param rekeyTime time after which keys are exchanged anew; zero for never
 * @param aliveInterval silence after which the peer is asked for a sign of life; zero for never
 * @param aliveCountMaximum how many such questions may stay unanswered; 0 on a server for any
 *     number
 * @param loginGrace on a server, time from the first byte to authentication; on a client, time for
 *     the key exchange and for each answer until it is logged in. Zero for no limit
 * @param authenticationAttempts failures a server allows on one connection
 * @param moduli a server's groups for diffie-hellman-group-exchange; asked off the loop, at each
 *     exchange
 * @param minimumRsaBits of the host keys that a client takes, and of those of their CAs; what a
 *     server takes of users is told by its application
 */
public record TransportOptions(
    IdentificationString identification,
    List<String> kexMethods,
    List<String> hostKeyAlgorithms,
    List<String> userKeyAlgorithms,
    List<String> ciphers,
    List<String> macs,
    List<String> compressions,
    long rekeyBytes,
    Duration rekeyTime,
    Duration aliveInterval,
    int aliveCountMaximum,
    Duration loginGrace,
    int authenticationAttempts,
    Supplier<Moduli> moduli,
    int minimumRsaBits) {

  public TransportOptions {
    kexMethods = List.copyOf(kexMethods);
    hostKeyAlgorithms = List.copyOf(hostKeyAlgorithms);
    userKeyAlgorithms = List.copyOf(userKeyAlgorithms);
    ciphers = List.copyOf(ciphers);
    macs = List.copyOf(macs);
    compressions = List.copyOf(compressions);
    requireKnown("key exchange method", kexMethods, KexMethods.SUPPORTED, LegacyAlgorithms.KEX);
    requireKnown(
        "cipher", ciphers, PacketCiphers.SUPPORTED_ENCRYPTION, LegacyAlgorithms.ENCRYPTION);
    requireKnown("MAC", macs, PacketCiphers.SUPPORTED_MACS, LegacyAlgorithms.MACS);
    requireKnown("compression", compressions, Compression.SUPPORTED, List.of());
  }

  /** Whoever sets it up is told, not whoever connects to a peer that has that name, too. */
  private static void requireKnown(
      String what, List<String> names, List<String> supported, List<String> legacy) {
    for (String name : names) {
      if (!supported.contains(name) && !legacy.contains(name)) {
        throw new IllegalArgumentException("no such " + what + ": " + name);
      }
    }
  }

  public static TransportOptions defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The proposal of KEXINIT with these host key algorithms. */
  Proposal proposal(List<String> hostKeys) {
    return new Proposal(kexMethods, hostKeys, ciphers, macs, compressions);
  }

  /** Collects options; what is not set keeps OpenSSH 10.5's default. */
  public static final class Builder {
    private IdentificationString identification = IdentificationString.OURS;
    private List<String> kexMethods = KexMethods.DEFAULT;
    private List<String> hostKeyAlgorithms = withCertificates(SignatureAlgorithms.DEFAULT_HOST_KEY);
    private List<String> userKeyAlgorithms = withCertificates(SignatureAlgorithms.DEFAULT_USER_KEY);
    private List<String> ciphers = PacketCiphers.DEFAULT_ENCRYPTION;
    private List<String> macs = PacketCiphers.DEFAULT_MACS;
    private List<String> compressions = Compression.DEFAULT;
    private long rekeyBytes;
    private Duration rekeyTime = Duration.ZERO;
    private Duration aliveInterval = Duration.ZERO;
    private int aliveCountMaximum = 3;
    private Duration loginGrace = Duration.ofSeconds(120);
    private int authenticationAttempts = 6;
    private Supplier<Moduli> moduli = () -> Moduli.of(Stream.empty());
    private int minimumRsaBits = RsaPublicKey.DEFAULT_MINIMUM_BITS;

    private Builder() {}

    private static List<String> withCertificates(List<String> plain) {
      return Stream.concat(SignatureAlgorithms.DEFAULT_CERTIFICATE.stream(), plain.stream())
          .toList();
    }

    public Builder identification(IdentificationString value) {
      identification = value;
      return this;
    }

    public Builder kexMethods(List<String> value) {
      kexMethods = value;
      return this;
    }

    public Builder hostKeyAlgorithms(List<String> value) {
      hostKeyAlgorithms = value;
      return this;
    }

    public Builder userKeyAlgorithms(List<String> value) {
      userKeyAlgorithms = value;
      return this;
    }

    public Builder ciphers(List<String> value) {
      ciphers = value;
      return this;
    }

    public Builder macs(List<String> value) {
      macs = value;
      return this;
    }

    public Builder compressions(List<String> value) {
      compressions = value;
      return this;
    }

    /** Bytes on the wire in one direction; 0 for what the cipher allows. */
    public Builder rekeyBytes(long value) {
      rekeyBytes = value;
      return this;
    }

    public Builder rekeyTime(Duration value) {
      rekeyTime = value;
      return this;
    }

    public Builder alive(Duration interval, int countMaximum) {
      aliveInterval = interval;
      aliveCountMaximum = countMaximum;
      return this;
    }

    public Builder loginGrace(Duration value) {
      loginGrace = value;
      return this;
    }

    public Builder authenticationAttempts(int value) {
      authenticationAttempts = value;
      return this;
    }

    public Builder moduli(Supplier<Moduli> value) {
      moduli = value;
      return this;
    }

    /** Bits of the modulus; 1024 is the least that counts. */
    public Builder minimumRsaBits(int value) {
      minimumRsaBits = value;
      return this;
    }

    public TransportOptions build() {
      return new TransportOptions(
          identification,
          kexMethods,
          hostKeyAlgorithms,
          userKeyAlgorithms,
          ciphers,
          macs,
          compressions,
          rekeyBytes,
          rekeyTime,
          aliveInterval,
          aliveCountMaximum,
          loginGrace,
          authenticationAttempts,
          moduli,
          minimumRsaBits);
    }
  }
}
