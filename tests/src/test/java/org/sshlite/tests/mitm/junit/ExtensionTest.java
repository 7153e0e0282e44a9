package org.sshlite.tests.mitm.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.sshlite.mitm.junit.ManInTheMiddle;
import org.sshlite.mitm.junit.Place;

/** A test that should fail fails: the extension sees what gets past a client. */
class ExtensionTest {
  /** Believes anybody. */
  static class Credulous {
    @ManInTheMiddle(only = "host-key-changed")
    void connects(Place place) throws Exception {
      JSch jsch = new JSch();
      jsch.addIdentity(place.identity().toString());
      Session session = jsch.getSession(place.user(), place.host(), place.port());
      session.setConfig("StrictHostKeyChecking", "no");
      session.connect();
      ChannelExec channel = (ChannelExec) session.openChannel("exec");
      channel.setCommand("run");
      channel.connect();
      session.disconnect();
    }
  }

  /** Never gets anywhere. */
  static class Broken {
    @ManInTheMiddle(only = "host-key-changed")
    void connects(Place place) {
      throw new IllegalStateException("no way to " + place.port());
    }
  }

  /** Waits for ever when the server stays silent. */
  static class Patient {
    @ManInTheMiddle(only = "silence-at-once", seconds = 3)
    void connects(Place place) throws Exception {
      JSch jsch = new JSch();
      jsch.setKnownHosts(place.knownHosts().toString());
      jsch.addIdentity(place.identity().toString());
      Session session = jsch.getSession(place.user(), place.host(), place.port());
      session.connect();
      session.disconnect();
    }
  }

  private static TestExecutionSummary run(Class<?> test) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(test))
                .build(),
            listener);
    return listener.getSummary();
  }

  private static List<String> failures(TestExecutionSummary summary) {
    return summary.getFailures().stream().map(one -> one.getException().getMessage()).toList();
  }

  @Test
  void a_client_that_believes_anybody_fails_and_is_told_what_it_gave_away() {
    TestExecutionSummary summary = run(Credulous.class);

    assertThat(summary.getTestsSucceededCount()).as("the control").isEqualTo(1);
    assertThat(failures(summary))
        .singleElement()
        .asString()
        .contains("FOOLED (secret, command or access given away)", "usable signature");
  }

  @Test
  void a_client_that_never_works_fails_the_control() {
    assertThat(failures(run(Broken.class)))
        .anyMatch(message -> message.contains("fails with nothing manipulated"))
        .anyMatch(message -> message.contains("no way to"));
  }

  @Test
  void a_client_that_takes_no_end_fails() {
    assertThat(failures(run(Patient.class))).singleElement().asString().contains("no limit");
  }
}
