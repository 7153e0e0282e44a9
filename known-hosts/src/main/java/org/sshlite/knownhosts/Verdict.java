package org.sshlite.knownhosts;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * Whether a host key is that of the host that was meant: an answer with its reasons. What follows
 * from it is up to {@link StrictHostKeyChecking}; what a person should read is {@link Explanation}.
 */
public sealed interface Verdict {
  /** The host that was meant. */
  HostName host();

  /**
   * The key that came: it has signed the exchange hash, but that alone proves no name. A
   * certificate where the verdict is about that; where only its key counted, that key.
   */
  PublicKey offered();

  /**
   * The host is believed.
   *
   * @param unknownAddress CheckHostIP: the address it was reached at, if no key is known for it yet
   * @param remarks evidence that was weighed and did not decide
   */
  record Trusted(
      HostName host,
      PublicKey offered,
      Basis basis,
      Optional<HostName> unknownAddress,
      List<Remark> remarks)
      implements Verdict {
    public Trusted {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Nothing is known of the host.
   *
   * @param otherNames lines with this very key under other names
   * @param unknownAddress CheckHostIP: the address it was reached at, if no key is known for it yet
   * @param remarks evidence that was weighed and did not decide
   */
  record Unknown(
      HostName host,
      PublicKey offered,
      List<KnownHost> otherNames,
      Optional<HostName> unknownAddress,
      List<Remark> remarks)
      implements Verdict {
    public Unknown {
      otherNames = List.copyOf(otherNames);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * The host is known, by other keys: someone in the middle, or a new key.
   *
   * @param expected the lines of the host, at least one; those of the offered key's type first
   * @param address CheckHostIP: present when what is known of the address does not agree
   * @param remarks evidence that was weighed and did not decide
   */
  record Changed(
      HostName host,
      PublicKey offered,
      List<KnownHost> expected,
      Optional<AddressFinding> address,
      List<Remark> remarks)
      implements Verdict {
    public Changed {
      expected = List.copyOf(expected);
      remarks = List.copyOf(remarks);
    }
  }

  /** The key is declared stolen or retired. */
  record Revoked(HostName host, PublicKey offered, Revocation by) implements Verdict {}

  /**
   * CheckHostIP: the address it was reached at is known by another key.
   *
   * @param name what is known of the name alone: {@link Trusted} or {@link Unknown}
   */
  record AddressConflict(Verdict name, AddressFinding address) implements Verdict {
    @Override
    public HostName host() {
      return name.host();
    }

    @Override
    public PublicKey offered() {
      return name.offered();
    }
  }

  /**
   * A CA that is named for the host has signed a certificate that is not valid, and its plain key
   * is not known either.
   *
   * @param offered the certificate
   * @param refusal its CA's line, and the rule that it breaks
   */
  record CertificateRefused(HostName host, PublicKey offered, Remark.RefusedCertificate refusal)
      implements Verdict {}

  /**
   * Nothing is known of the host but its SSHFP records, and they do not have this key.
   *
   * @param records what the DNS has
   */
  record DnsMismatch(HostName host, PublicKey offered, DnsAnswer.Records records)
      implements Verdict {}

  /**
   * It could not be found out whether the key is revoked, so it counts as revoked.
   *
   * @param problem the file and what is wrong with it
   */
  record RevocationUnknown(HostName host, PublicKey offered, Problem problem) implements Verdict {}
}
