package org.sshlite.crypto.signer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateRules;
import org.sshlite.crypto.cert.CertificateVerdict;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;

/**
 * An allowed_signers file, ssh-keygen(1) ALLOWED SIGNERS: which keys sign for whom, for what and
 * when. A line that cannot be read allows nothing and is told; the others count. Immutable.
 *
 * <p>Deviation, for certificates with critical options that are not known: they are refused, as
 * draft-miller-ssh-cert §3.1 wants and ssh-keygen does not.
 */
public final class AllowedSigners {
  private final String source;
  private final List<String> lines;
  private final ZoneId zone;

  /**
   * @param principals who is meant; empty when nobody is
   * @param problems lines that were about the matter and did not count, one line each and safe to
   *     print
   */
  public record Answer(List<String> principals, List<String> problems) {
    public Answer {
      principals = List.copyOf(principals);
      problems = List.copyOf(problems);
    }
  }

  private AllowedSigners(String source, List<String> lines, ZoneId zone) {
    this.source = source;
    this.lines = lines;
    this.zone = zone;
  }

  /**
   * @param source the file's name, for problems
   * @param zone of times that do not say UTC
   */
  public static AllowedSigners parse(String source, String text, ZoneId zone) {
    return new AllowedSigners(Printable.line(source), text.lines().toList(), zone);
  }

  /** Whether a key signs for a principal: the answer then names that principal alone. */
  public Answer check(PublicKey key, String principal, String namespace, Instant time) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Question question = new Question(i + 1, Optional.of(namespace), time, problems);
      Optional<SignerLine> line = question.read(lines.get(i));
      if (line.isPresent()
          && PatternList.parse(line.get().principals()).matches(principal)
          && question.allows(line.get(), key, Optional.of(principal)).isPresent()) {
        return new Answer(List.of(principal), problems);
      }
    }
    return new Answer(List.of(), problems);
  }

  /**
   * For whom a key signs, by the first line that allows it: the principals of the line, and of a
   * certificate those of its own that the line names. Namespaces are not looked at.
   */
  public Answer principalsOf(PublicKey key, Instant time) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Question question = new Question(i + 1, Optional.empty(), time, problems);
      Optional<List<String>> found =
          question.read(lines.get(i)).flatMap(line -> question.allows(line, key, Optional.empty()));
      if (found.isPresent()) {
        return new Answer(found.get(), problems);
      }
    }
    return new Answer(List.of(), problems);
  }

  /**
   * The principals fields of all lines that name a principal, whatever their keys. A line that
   * cannot be read leaves no answer, as in OpenSSH.
   */
  public Answer principalsLike(String principal) {
    List<String> found = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Question question = new Question(i + 1, Optional.empty(), Instant.EPOCH, problems);
      Optional<SignerLine> line =
          question
              .read(lines.get(i))
              .filter(l -> PatternList.parse(l.principals()).matches(principal));
      line.filter(l -> question.signer(l).isPresent()).ifPresent(l -> found.add(l.principals()));
      if (!problems.isEmpty()) {
        return new Answer(List.of(), problems);
      }
    }
    return new Answer(found, problems);
  }

  /** What is asked of one line. */
  private final class Question {
    private final int number;
    private final Optional<String> namespace;
    private final Instant time;
    private final List<String> problems;

    Question(int number, Optional<String> namespace, Instant time, List<String> problems) {
      this.number = number;
      this.namespace = namespace;
      this.time = time;
      this.problems = problems;
    }

    private void problem(String text) {
      problems.add(source + ":" + number + ": " + Printable.line(text));
    }

    /** Empty for a comment, and for a line that cannot be taken apart. */
    Optional<SignerLine> read(String line) {
      if (!SignerLine.holdsSigner(line)) {
        return Optional.empty();
      }
      Optional<SignerLine> parsed = SignerLine.split(line);
      if (parsed.isEmpty()) {
        problem("invalid line");
      }
      return parsed;
    }

    /** The key is decoded only where a line is about the principal: others may be unreadable. */
    Optional<AllowedSigner> signer(SignerLine line) {
      if (line.rest().isEmpty()) {
        problem("missing key");
        return Optional.empty();
      }
      try {
        return Optional.of(AllowedSigner.parse(line.rest(), zone));
      } catch (MalformedException e) {
        problem(
            e.structure().equals(AllowedSigner.OPTIONS)
                ? "bad options: " + e.field() + ": " + e.problem()
                : "invalid key: " + e.getMessage());
        return Optional.empty();
      }
    }

    /** The principals for whom the line lets the key sign; empty when it does not. */
    Optional<List<String>> allows(SignerLine line, PublicKey key, Optional<String> principal) {
      Optional<AllowedSigner> signer = signer(line).filter(s -> s.isAbout(key));
      if (signer.isEmpty()) {
        return Optional.empty();
      }
      List<String> principals =
          signer.get().certAuthority() && key instanceof Certificate certificate
              ? certified(certificate, line, principal)
              : Stream.of(line.principals().split(",")).filter(name -> !name.isEmpty()).toList();
      if (principals.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> refusal = signer.get().refuse(namespace, time, zone);
      refusal.ifPresent(this::problem);
      return refusal.isPresent() ? Optional.empty() : Optional.of(principals);
    }

    private List<String> certified(
        Certificate certificate, SignerLine line, Optional<String> principal) {
      // the line names the CA: which algorithm it signs by is settled by its key
      CertificateVerdict verdict =
          CertificateRules.user(
              certificate, principal, Optional.empty(), time, SignatureAlgorithms.SUPPORTED);
      if (verdict instanceof CertificateVerdict.Refused refused) {
        problem("certificate not authorized: " + refused.explanation());
        return List.of();
      }
      if (principal.isPresent()) {
        return List.of(principal.get());
      }
      List<String> found =
          Stream.of(line.principals().split(","))
              .flatMap(
                  pattern ->
                      certificate.fields().principals().stream()
                          .filter(new Wildcard(pattern)::matches))
              .toList();
      if (found.isEmpty()) {
        problem("no valid principals found");
      }
      return found;
    }
  }
}
