package org.sshlite.tests.goal;

/**
 * What was measured for a goal.
 *
 * @param figure what decides whether the goal is met; NaN where nothing was measured
 * @param text the figure, and those it comes from
 */
public record Measured(double figure, String text) {
  /** The median. */
  public static Measured median(Figures figures, String unit) {
    return new Measured(figures.median(), (figures + " " + unit).strip());
  }

  /** The least: for what is to hold in every round. */
  public static Measured least(Figures figures, String unit) {
    return new Measured(figures.least(), (figures + " " + unit).strip());
  }

  /** One median over the other. */
  public static Measured ratio(Figures ours, Figures theirs, String unit) {
    double ratio = ours.median() / theirs.median();
    if (Double.isNaN(ratio)) {
      return nothing("this system does not tell");
    }
    return new Measured(
        ratio, "%s = %s / %s %s".formatted(Figures.brief(ratio), ours, theirs, unit));
  }

  public static Measured nothing(String reason) {
    return new Measured(Double.NaN, "not measured: " + reason);
  }
}
