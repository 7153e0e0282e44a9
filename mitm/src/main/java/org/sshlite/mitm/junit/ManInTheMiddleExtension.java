package org.sshlite.mitm.junit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.bench.Bench;
import org.sshlite.mitm.bench.Options;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Manipulation;

/**
 * Runs a test of {@link ManInTheMiddle} with nothing manipulated, and then with each of its
 * manipulations.
 */
public final class ManInTheMiddleExtension implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), ManInTheMiddle.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    ManInTheMiddle asked =
        AnnotationSupport.findAnnotation(context.getElement(), ManInTheMiddle.class).orElseThrow();
    Options options =
        new Options(
            List.of(context.getDisplayName()),
            asked.kex().length == 0 ? KexMethods.DEFAULT_OF_CLIENT : List.of(asked.kex()),
            Duration.ofSeconds(asked.seconds()),
            1,
            false);
    Bench bench = new Bench(options, new TestClient(asked.readsMarkers()));
    Stream<TestTemplateInvocationContext> control =
        Stream.of(new Run(bench, asked.readsMarkers(), Optional.empty()));
    return Stream.concat(
        control,
        chosen(asked).stream().map(one -> new Run(bench, asked.readsMarkers(), Optional.of(one))));
  }

  private static List<Manipulation> chosen(ManInTheMiddle asked) {
    List<Manipulation> only = asked.only().length == 0 ? Catalogue.all() : matching(asked.only());
    List<Manipulation> chosen =
        new ArrayList<>(Catalogue.all().stream().filter(only::contains).toList());
    chosen.removeAll(matching(asked.skip()));
    return chosen;
  }

  /** A pattern that finds nothing would be a test that tests nothing. */
  private static List<Manipulation> matching(String... patterns) {
    List<Manipulation> all = new ArrayList<>();
    for (String pattern : patterns) {
      List<Manipulation> found = Catalogue.matching(pattern);
      if (found.isEmpty()) {
        throw new ExtensionConfigurationException("no manipulation is called " + pattern);
      }
      all.addAll(found);
    }
    return all;
  }

  /** One run of the test's method; without a manipulation, the control. */
  private record Run(Bench bench, boolean readsMarkers, Optional<Manipulation> manipulation)
      implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int number) {
      return manipulation.map(Manipulation::label).orElse("nothing is manipulated");
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Trial(bench, readsMarkers, manipulation));
    }
  }
}
