package org.sshlite.client.hosts;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows the hosts' output and results. One thread. */
sealed interface Report permits Report.Lines, JsonLines {
  /** A host is done. */
  void done(HostResult result) throws IOException;

  /** All are. */
  void end(Summary summary) throws IOException;

  /** For people: each line with the host's name before it, and a summary. */
  final class Lines implements Report {
    private final Console console;
    private final Order order;
    private final List<HostJob> jobs;

    /** Done before their turn. */
    private final Map<HostJob, HostResult> early = new HashMap<>();

    private int next;

    Lines(Console console, Order order, List<HostJob> jobs) {
      this.console = console;
      this.order = order;
      this.jobs = jobs;
    }

    @Override
    public void done(HostResult result) throws IOException {
      console.requireReader();
      if (order != Order.LIST) {
        show(result);
        return;
      }
      early.put(result.job(), result);
      while (next < jobs.size() && early.remove(jobs.get(next)) instanceof HostResult its) {
        show(its);
        next++;
      }
    }

    private void show(HostResult result) throws IOException {
      HostJob job = result.job();
      if (job.stdout() instanceof Spool out && job.stderr() instanceof Spool err) {
        copy(out, new LabelledLines(job.host(), true, console));
        copy(err, new LabelledLines(job.host(), false, console));
      } else {
        job.stdout().close();
        job.stderr().close();
      }
      if (result.kind() != Kind.OK) {
        console.tell(job.host() + ": " + result.kind().word() + ": " + result.message());
      }
    }

    private static void copy(Spool spool, LabelledLines to) throws IOException {
      spool.seal();
      try (spool;
          to;
          var in = spool.open()) {
        in.transferTo(to);
      }
    }

    @Override
    public void end(Summary summary) throws IOException {
      for (String line : summary.lines()) {
        console.tell(line);
      }
    }
  }
}
