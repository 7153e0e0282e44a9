package org.sshlite.mitm.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run once for each manipulation of the bench's catalogue, in place of
 * {@code @Test}. The method takes a {@link Place}, and does with it what the program under test
 * does: connects, checks the host, logs in, runs a command. It must throw when something is wrong.
 * It fails when the attacker got something, or when it took no end; before, it is run once with
 * nothing manipulated, and must not throw then.
 *
 * <pre>{@code
 * @ManInTheMiddle(only = "host-key-*")
 * void notices(Place place) throws Exception {
 *   new Deployment(place.host(), place.port(), place.knownHosts()).run(place.user(), place.identity());
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(ManInTheMiddleExtension.class)
public @interface ManInTheMiddle {
  /** Patterns of the manipulations, as {@code ssh-lite-mitm client --only}; all without one. */
  String[] only() default {};

  /** Patterns of those that are left out. */
  String[] skip() default {};

  /** How long each may take, in seconds. */
  int seconds() default 10;

  /** Whether the client knows the markers {@code @cert-authority} and {@code @revoked}. */
  boolean readsMarkers() default false;

  /** What the bench's server offers; the usual methods without one. */
  String[] kex() default {};
}
