package org.sshlite.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

/** What may use what, of our modules and packages and of the libraries below them. */
class LayerRules {
  private static final String CRYPTO = "org.sshlite.crypto..";
  private static final String KNOWN_HOSTS = "org.sshlite.knownhosts..";
  private static final String PROTOCOL = "org.sshlite.protocol..";
  private static final String PROGRAM = "org.sshlite.program..";
  private static final String SFTP = "org.sshlite.sftp..";
  private static final String SERVER = "org.sshlite.sshd..";
  private static final String CLIENT = "org.sshlite.client..";
  private static final String TOOLS = "org.sshlite.tools..";
  private static final String MITM = "org.sshlite.mitm..";
  private static final String NULLNESS = "org.jspecify..";

  @Test
  void crypto_uses_the_JDK_and_Bouncy_Castle() {
    onlyDependOn(CRYPTO, CRYPTO, "org.bouncycastle..");
  }

  @Test
  void known_hosts_uses_crypto() {
    onlyDependOn(KNOWN_HOSTS, KNOWN_HOSTS, CRYPTO);
  }

  @Test
  void protocol_uses_crypto_and_Netty() {
    onlyDependOn(PROTOCOL, PROTOCOL, CRYPTO, "io.netty..");
  }

  @Test
  void what_programs_share_uses_crypto() {
    onlyDependOn(PROGRAM, PROGRAM, CRYPTO);
  }

  /** It knows streams, and no connection. */
  @Test
  void sftp_uses_the_data_types_of_the_wire_alone() {
    onlyDependOn(SFTP, SFTP, "org.sshlite.crypto.wire..");
  }

  @Test
  void the_server_uses_protocol_sftp_program_and_not_known_hosts() {
    // Argon2id for its users file is the one primitive that no wire needs; figures are served by
    // the JDK's server for HTTP, by way of prometheus
    onlyDependOn(
        SERVER,
        SERVER,
        PROTOCOL,
        PROGRAM,
        SFTP,
        CRYPTO,
        "org.bouncycastle.crypto..",
        "com.sun.net.httpserver..",
        "io.prometheus..");
  }

  /** Nothing loads it where nobody asks for figures. */
  @Test
  void the_library_of_Prometheus_stays_in_the_package_of_the_figures() {
    noClasses()
        .that(resideOutsideOfPackages("org.sshlite.sshd.metrics.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.prometheus.."))
        .check(OurClasses.ALL);
  }

  @Test
  void the_client_uses_protocol_sftp_known_hosts_program_and_JLine() {
    // Netty's DNS messages: which packages may see them is said below
    onlyDependOn(
        CLIENT, CLIENT, PROTOCOL, PROGRAM, SFTP, KNOWN_HOSTS, CRYPTO, "org.jline..", "io.netty..");
  }

  @Test
  void the_tools_use_the_client_protocol_known_hosts_and_program() {
    onlyDependOn(TOOLS, TOOLS, CLIENT, PROTOCOL, PROGRAM, KNOWN_HOSTS, CRYPTO);
  }

  @Test
  void the_bench_of_the_man_in_the_middle_uses_protocol_and_to_watch_the_client() {
    // it seals by sntrup761 for the key of another: crypto has no use for that
    onlyDependOn(
        MITM,
        MITM,
        PROTOCOL,
        CLIENT,
        KNOWN_HOSTS,
        PROGRAM,
        CRYPTO,
        "org.bouncycastle.pqc..",
        "org.bouncycastle.crypto..",
        "org.junit..");
  }

  /** A client or server that is tried is none of ours: their ends are the bench's own. */
  @Test
  void the_bench_uses_the_client_to_watch_alone() {
    noClasses()
        .that(
            resideInAnyPackage(MITM)
                .and(
                    resideOutsideOfPackages("org.sshlite.mitm.watch..", "org.sshlite.mitm.main..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage(CLIENT, KNOWN_HOSTS, PROGRAM))
        .check(OurClasses.ALL);
  }

  /** Who runs the bench as a program has no JUnit. */
  @Test
  void JUnit_stays_in_the_package_of_its_extension() {
    noClasses()
        .that(resideInAnyPackage(MITM).and(resideOutsideOfPackages("org.sshlite.mitm.junit..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.junit.."))
        .check(OurClasses.ALL);
  }

  private static void onlyDependOn(String these, String... those) {
    classes()
        .that()
        .resideInAPackage(these)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(those).or(resideInAnyPackage("java..", "javax..", NULLNESS)))
        .allowEmptyShould(true)
        .check(OurClasses.ALL);
  }

  @Test
  void the_layers_of_protocol_lie_on_each_other() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("message")
        .definedBy("org.sshlite.protocol.message..")
        .layer("transport")
        .definedBy("org.sshlite.protocol.transport..")
        .layer("auth")
        .definedBy("org.sshlite.protocol.auth..")
        .layer("connection")
        .definedBy("org.sshlite.protocol.connection..")
        .layer("netty")
        .definedBy("org.sshlite.protocol.netty..")
        .layer("forward")
        .definedBy("org.sshlite.protocol.forward..")
        .whereLayer("netty")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("forward")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("connection")
        .mayOnlyBeAccessedByLayers("forward", "netty")
        .whereLayer("auth")
        .mayOnlyBeAccessedByLayers("connection", "netty")
        .whereLayer("transport")
        .mayOnlyBeAccessedByLayers("auth", "connection", "forward", "netty")
        .check(OurClasses.ALL);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("org.sshlite.(**)").should().beFreeOfCycles().check(OurClasses.ALL);
  }

  /**
   * Netty is an adapter: for connections, and for the sockets that they forward. Its buffers are
   * how bytes come in and go out. The client's questions to the DNS are no SSH: they use its
   * records of DNS messages, and none of its channels.
   */
  @Test
  void Netty_stays_in_its_package_but_for_its_buffers() {
    DescribedPredicate<JavaClass> bytes =
        DescribedPredicate.describe(
            "are ByteBuf or ByteBufAllocator",
            type ->
                type.getName().equals("io.netty.buffer.ByteBuf")
                    || type.getName().equals("io.netty.buffer.ByteBufAllocator"));
    DescribedPredicate<JavaClass> netty = resideInAnyPackage("io.netty..");

    noClasses()
        .that(
            resideOutsideOfPackages(
                "org.sshlite.protocol.netty..",
                "org.sshlite.protocol.forward..",
                "org.sshlite.protocol.transport..",
                "org.sshlite.protocol.connection..",
                "org.sshlite.client.dns.."))
        .should()
        .dependOnClassesThat(netty)
        .check(OurClasses.ALL);
    noClasses()
        .that(resideInAnyPackage("org.sshlite.client.dns.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.netty.resolver.."))
        .check(OurClasses.ALL);
    noClasses()
        .that(
            resideInAnyPackage(
                "org.sshlite.protocol.transport..", "org.sshlite.protocol.connection.."))
        .should()
        .dependOnClassesThat(netty.and(DescribedPredicate.not(bytes)))
        .check(OurClasses.ALL);
  }

  @Test
  void JLine_stays_in_the_package_of_the_terminal() {
    noClasses()
        .that(resideOutsideOfPackages("org.sshlite.client.terminal.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.jline.."))
        .check(OurClasses.ALL);
  }

  /** Who embeds the client has no JLine, and never comes near a class that would miss it. */
  @Test
  void the_library_of_the_client_knows_none_of_its_programs() {
    String[] programs = {
      "org.sshlite.client.main..",
      "org.sshlite.client.command..",
      "org.sshlite.client.hosts..",
      "org.sshlite.client.sftp..",
      "org.sshlite.client.terminal.."
    };
    noClasses()
        .that(resideInAnyPackage(CLIENT).and(resideOutsideOfPackages(programs)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(programs))
        .check(OurClasses.ALL);
  }
}
