package org.sshlite.mitm.junit;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.sshlite.mitm.bench.Bench;
import org.sshlite.mitm.bench.ControlFailedException;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.Manipulation;

/** Gives the test its place, runs it while the bench does its part, and judges. */
final class Trial implements ParameterResolver, InvocationInterceptor {
  private final Bench bench;
  private final boolean readsMarkers;
  private final Optional<Manipulation> manipulation;
  private final Place place = new Place();

  Trial(Bench bench, boolean readsMarkers, Optional<Manipulation> manipulation) {
    this.bench = bench;
    this.readsMarkers = readsMarkers;
    this.manipulation = manipulation;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Place.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return place;
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    AtomicBoolean ran = new AtomicBoolean();
    TestClient client =
        new TestClient(
            readsMarkers,
            bench.token(),
            place::furnish,
            () -> {
              ran.set(true);
              invocation.proceed();
            });
    try {
      judge(bench.with(client));
    } finally {
      if (!ran.get()) {
        invocation.skip();
      }
    }
  }

  private void judge(Bench own) throws Throwable {
    if (manipulation.isEmpty()) {
      try {
        own.requireControl();
      } catch (ControlFailedException e) {
        Assertions.fail("the client fails with nothing manipulated: " + e.getMessage(), e);
      }
      return;
    }
    Finding finding = own.examine(manipulation.get());
    Assumptions.assumeTrue(finding.verdict() != Verdict.NOT_APPLICABLE, finding.reason());
    if (finding.fails()) {
      Assertions.fail(
          finding.verdictText()
              + " ("
              + finding.severity().text()
              + "): "
              + finding.reason()
              + "; it breaks "
              + manipulation.get().about().breaks()
              + (finding.said().isEmpty() ? "" : "; the client said: " + finding.lastWords()));
    }
  }
}
