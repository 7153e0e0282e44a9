package org.sshlite.crypto.wire;

/**
 * Bytes from outside that do not have the form they must have. Says which structure, which field of
 * it, and what is wrong, never the bytes themselves.
 */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String structure;
  private final String field;
  private final String problem;

  /**
   * @param structure what was being read, such as "SSH_MSG_KEXINIT" or "certificate"
   * @param field the field in the specification's words
   * @param problem what is wrong with it, without content of the peer's
   */
  public MalformedException(String structure, String field, String problem) {
    super(structure + ": " + field + ": " + problem);
    this.structure = structure;
    this.field = field;
    this.problem = problem;
  }

  public String structure() {
    return structure;
  }

  public String field() {
    return field;
  }

  public String problem() {
    return problem;
  }
}
