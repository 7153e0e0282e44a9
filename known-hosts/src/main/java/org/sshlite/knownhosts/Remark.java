package org.sshlite.knownhosts;

/** Evidence on a host that was weighed and did not decide; a person may want to know. */
public sealed interface Remark {
  /** What its SSHFP records say. */
  record Dns(DnsFinding finding) implements Remark {}
}
