package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/limits.md has the limits of the program. */
class LimitTableTest {
  private static final Pattern CONSTANT = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern KEYWORD = Pattern.compile("`(\\w+)`");
  private static final Pattern AMOUNT = Pattern.compile("([\\d,]+)( KiB| MiB| s)?");

  private final String page = Sources.text(Sources.ROOT.resolve("docs/limits.md"));

  private List<String[]> rows() {
    List<String[]> rows =
        page.lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| what"))
            .map(line -> line.split(" *\\| *"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(40).allMatch(cells -> cells.length == 6);
    return rows;
  }

  @Test
  void each_number_is_that_of_its_constant() throws Exception {
    Sources sources = new Sources();
    for (String[] cells : rows()) {
      Matcher constant = CONSTANT.matcher(cells[3]);
      if (constant.matches()) {
        assertThat(amount(cells[2]))
            .as(cells[3])
            .isEqualTo(value(sources, constant.group(1), constant.group(2)));
      }
    }
  }

  private static long amount(String text) {
    Matcher amount = AMOUNT.matcher(text);
    assertThat(amount.matches()).as(text).isTrue();
    long number = Long.parseLong(amount.group(1).replace(",", ""));
    return switch (amount.group(2)) {
      case " KiB" -> number * 1024;
      case " MiB" -> number * 1024 * 1024;
      case null, default -> number;
    };
  }

  private static long value(Sources sources, String className, String name) throws Exception {
    for (Path file : sources.of(className)) {
      Matcher inPackage = Pattern.compile("(?m)^package (.*);").matcher(Sources.text(file));
      assertThat(inPackage.find()).isTrue();
      Class<?> type = Class.forName(inPackage.group(1) + "." + className);
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return switch (field.get(null)) {
            case Duration time -> time.toSeconds();
            case Object number -> ((Number) number).longValue();
          };
        }
      }
    }
    throw new AssertionError("no constant " + className + "." + name);
  }

  @Test
  void each_keyword_has_an_effect() {
    String keywords = Sources.text(Sources.ROOT.resolve("docs/sshd_config.md"));
    for (String[] cells : rows()) {
      Matcher keyword = KEYWORD.matcher(cells[3]);
      if (keyword.matches()) {
        assertThat(keywords).contains("| " + cells[3] + " | supported |");
      }
    }
  }

  @Test
  void each_has_a_reason_and_a_test() throws IOException {
    assertThat(rows()).noneMatch(cells -> cells[4].isBlank());
    assertThat(rows()).allMatch(cells -> Sources.TEST.matcher(cells[5]).find());
    assertThat(new Sources().missingTests(page)).isEmpty();
  }
}
