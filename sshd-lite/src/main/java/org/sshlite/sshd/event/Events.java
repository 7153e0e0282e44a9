package org.sshlite.sshd.event;

/** Told of events. Called by any thread, event loops among them: must not wait. */
public interface Events {
  void tell(Event event);
}
