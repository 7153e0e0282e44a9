package org.sshlite.crypto.kex;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The server's groups for {@link GroupExchange}: the lines of a moduli file, as moduli(5) of
 * OpenSSH describes it. Lines that are not of that form, or whose prime is not known to be a safe
 * one, are left out.
 */
public final class Moduli {
  // time, type, tests, tries, size, generator, modulus
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*\\d{1,14} (\\d) (\\d{1,2}) (\\d{1,9}) (\\d{1,5}) 0*(\\p{XDigit}{1,16})"
              + " 0*(\\p{XDigit}{1,2048})\\s*");
  private static final int SAFE_PRIME = 2;
  private static final int TESTED_COMPOSITE = 1;

  private final List<Line> lines;

  private Moduli(List<Line> lines) {
    this.lines = lines;
  }

  /** Numbers stay text until they are needed: a file has hundreds of them. */
  private record Line(int bits, String generator, String modulus) {
    DhGroup group() {
      return new DhGroup(new BigInteger(modulus, 16), new BigInteger(generator, 16));
    }
  }

  /** Reads the lines of a file; comments start with a number sign. */
  public static Moduli of(Stream<String> lines) {
    return new Moduli(lines.flatMap(line -> parse(line).stream()).toList());
  }

  private static Optional<Line> parse(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return Optional.empty();
    }
    int tests = Integer.parseInt(line.group(2));
    boolean tested = (tests & TESTED_COMPOSITE) == 0 && tests != 0;
    boolean tried = Integer.parseInt(line.group(3)) > 0;
    // the file counts from the highest bit's index
    int bits = Integer.parseInt(line.group(4)) + 1;
    if (Integer.parseInt(line.group(1)) != SAFE_PRIME
        || !tested
        || !tried
        || bits != bitLength(line.group(6))
        || !isOdd(line.group(6))
        || line.group(5).equals("1")
        || line.group(5).equals("0")) {
      return Optional.empty();
    }
    return Optional.of(new Line(bits, line.group(5), line.group(6)));
  }

  /** Of a hexadecimal number without leading zeros. */
  private static int bitLength(String hex) {
    int first = Character.digit(hex.charAt(0), 16);
    return 4 * (hex.length() - 1) + Integer.SIZE - Integer.numberOfLeadingZeros(first);
  }

  private static boolean isOdd(String hex) {
    return Character.digit(hex.charAt(hex.length() - 1), 16) % 2 == 1;
  }

  /** How many groups there are to choose from. */
  public int size() {
    return lines.size();
  }

  /**
   * Chooses among the groups of the size that suits best: the smallest that is at least what the
   * client prefers, else the largest that it allows (RFC 4419 §3). When there is none, it is one of
   * RFC 3526.
   *
   * @throws KexException if not even one of those is within the limits
   */
  public DhGroup choose(GroupExchange.Request request, SecureRandom random) throws KexException {
    OptionalInt best = best(request, lines.stream().mapToInt(Line::bits).toArray());
    if (best.isEmpty()) {
      return fixed(request);
    }
    List<Line> candidates = lines.stream().filter(line -> line.bits() == best.getAsInt()).toList();
    return candidates.get(random.nextInt(candidates.size())).group();
  }

  private static OptionalInt best(GroupExchange.Request request, int... sizes) {
    OptionalInt enough =
        Arrays.stream(sizes)
            .filter(bits -> request.allows(bits) && bits >= request.preferred())
            .min();
    return enough.isPresent() ? enough : Arrays.stream(sizes).filter(request::allows).max();
  }

  private static DhGroup fixed(GroupExchange.Request request) throws KexException {
    return switch (best(request, 2048, 4096, 8192).orElse(0)) {
      case 2048 -> DhGroup.group14();
      case 4096 -> DhGroup.group16();
      case 8192 -> DhGroup.group18();
      default -> throw new KexException("no group of a size that the client allows");
    };
  }
}
