package org.sshlite.crypto.cert;

/** Whether a certificate is valid here and now, and if not, by which rule. */
public sealed interface CertificateVerdict {
  /**
   * @param permissions of a user; all off in a host's
   */
  record Accepted(CertificatePermissions permissions) implements CertificateVerdict {}

  /**
   * @param explanation one line, safe to show
   */
  record Refused(Rule rule, String explanation) implements CertificateVerdict {}

  /** The rules, in the order they are applied. */
  enum Rule {
    /** A user certificate where a host's is wanted, or the other way round. */
    TYPE,
    NOT_YET_VALID,
    EXPIRED,
    /** OpenSSH 10.3: no principals no longer means any principal. */
    NO_PRINCIPALS,
    /** The name wanted is none of the principals. */
    NAME,
    /** A critical option we do not know; in a host's certificate, any. */
    UNKNOWN_CRITICAL_OPTION,
    /** An option twice, or with contents it cannot have. */
    MALFORMED_OPTION,
    /** The CA signed by an algorithm that is not allowed (CASignatureAlgorithms). */
    CA_ALGORITHM,
    /** The user comes from an address that source-address does not name. */
    SOURCE_ADDRESS
  }
}
