package org.sshlite.sshd.penalty;

/** What a connection is penalised for that ended before anybody logged in. */
public enum Offence {
  /** Something of ours failed over it. */
  CRASH("crash", 90, "caused crash"),
  AUTHFAIL("authfail", 5, "failed authentication"),
  /** As a scanner of keys does, and a client that does not trust ours. */
  NOAUTH("noauth", 1, "connections without attempting authentication"),
  INVALIDUSER("invaliduser", 5, "attempted authentication by invalid user"),
  GRACE_EXCEEDED("grace-exceeded", 10, "exceeded LoginGraceTime"),
  REFUSECONNECTION("refuseconnection", 10, "connection prohibited by RefuseConnection");

  private final String keyword;
  private final double standard;
  private final String reason;

  Offence(String keyword, double standard, String reason) {
    this.keyword = keyword;
    this.standard = standard;
    this.reason = reason;
  }

  /** As PerSourcePenalties of sshd_config(5) names it. */
  String keyword() {
    return keyword;
  }

  /** Seconds, unless the configuration says otherwise; OpenSSH's. */
  double standard() {
    return standard;
  }

  /** As OpenSSH's log says it. */
  String reason() {
    return "penalty: " + reason;
  }
}
