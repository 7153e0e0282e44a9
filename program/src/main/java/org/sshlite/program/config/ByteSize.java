package org.sshlite.program.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as RekeyLimit of sshd_config(5) takes them: {@code 512}, {@code 1.5G}. */
public final class ByteSize {
  private static final Pattern SIZE = Pattern.compile("\\+?([0-9]{1,19}(?:\\.[0-9]*)?)([a-z]?)");
  private static final String UNITS = "bkmgtpe";

  private ByteSize() {}

  /** Bytes; empty when {@code text} is no size or does not fit a long. */
  public static OptionalLong parse(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    int power = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2));
    if (power < 0) {
      return OptionalLong.empty();
    }
    String number = size.group(1).endsWith(".") ? size.group(1) + "0" : size.group(1);
    BigDecimal bytes = new BigDecimal(number).multiply(BigDecimal.valueOf(1024).pow(power));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }
}
