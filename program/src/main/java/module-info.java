/** What every program of ours shares and SSH does not need: options, configuration, log, system. */
module org.sshlite.program {
  requires org.sshlite.crypto;
  requires java.logging;
  requires static transitive org.jspecify;

  exports org.sshlite.program.command;
  exports org.sshlite.program.config;
  exports org.sshlite.program.log;
  exports org.sshlite.program.stream;
  exports org.sshlite.program.system;
}
