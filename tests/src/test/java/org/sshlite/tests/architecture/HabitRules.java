package org.sshlite.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What we have agreed on and a reader relies on: names, nullness, where threads and clocks are. */
class HabitRules {
  private static final String[] STATE_MACHINES = {
    "org.sshlite.protocol.message..",
    "org.sshlite.protocol.transport..",
    "org.sshlite.protocol.auth.."
  };

  @Test
  void state_machines_know_no_socket_and_no_thread() {
    noClasses()
        .that()
        .resideInAnyPackage(STATE_MACHINES)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent..")
                // a question that may throw; who runs it where is not theirs to know
                .and(DescribedPredicate.not(equivalentTo(Callable.class)))
                .and(DescribedPredicate.not(equivalentTo(Executor.class))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class)
        .check(OurClasses.ALL);
  }

  @Test
  void state_machines_are_told_the_time() {
    noClasses()
        .that()
        .resideInAnyPackage(STATE_MACHINES)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Instant|Clock|.*DateTime)")
        .check(OurClasses.ALL);
  }

  @Test
  void threads_meet_in_two_classes() {
    noClasses()
        .that()
        .resideInAnyPackage("org.sshlite.protocol..", "org.sshlite.program..")
        .and()
        .haveSimpleNameNotEndingWith("Inbox")
        .and()
        .haveSimpleNameNotEndingWith("Outbox")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent.locks..")
        .check(OurClasses.ALL);
  }

  /** That the system gives none is said in one place. */
  @Test
  void threads_are_begun_in_one_class() {
    noClasses()
        .that()
        .resideInAnyPackage("org.sshlite.protocol..", "org.sshlite.sshd..", "org.sshlite.client..")
        .and()
        .resideOutsideOfPackage("org.sshlite.protocol.thread..")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "starts a thread",
                call ->
                    call.getTargetOwner().isAssignableTo(Thread.class)
                            && call.getName().matches("start|startVirtualThread")
                        || call.getTargetOwner().isAssignableTo(Thread.Builder.class)
                            && call.getName().equals("start")))
        .check(OurClasses.ALL);
  }

  /** On a thread that acts for a user access(2) tells what root may: see ThreadRights. */
  @Test
  void no_file_of_a_users_is_asked_for_by_access() {
    Set<String> ofTheProcess =
        Set.of(
            "AccountRules",
            "UsersFile",
            "SessionCommand",
            "NoLoginSession",
            "LoginRecords",
            "X11Permit");
    noClasses()
        .that()
        .resideInAPackage("org.sshlite.sshd..")
        .and()
        .resideOutsideOfPackage("org.sshlite.sshd.main..")
        .and(
            DescribedPredicate.describe(
                "may act for a user", each -> !ofTheProcess.contains(each.getSimpleName())))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "asks by access(2)",
                call ->
                    call.getTargetOwner().isEquivalentTo(Files.class)
                        && call.getName().matches("exists|isReadable|isWritable|isExecutable")))
        .check(OurClasses.ALL);
  }

  @Test
  void libraries_print_nothing() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.sshlite.client.command..", "org.sshlite.sshd.main..", "org.sshlite.mitm.main..")
        .and()
        .haveSimpleNameNotEndingWith("StderrLog")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(OurClasses.ALL);
  }

  @Test
  void names_say_what_a_thing_is() {
    assertThat(OurClasses.ALL)
        .extracting(JavaClass::getSimpleName)
        .noneMatch(name -> name.matches("(Abstract|Default).*|.*(Impl|Manager|Helper|Utils?)"));
    assertThat(OurClasses.ALL)
        .extracting(JavaClass::getPackageName)
        .noneMatch(name -> name.matches(".*\\.(util|utils|impl|common|misc|helper)(\\..*)?"));
  }

  @Test
  void every_package_says_that_null_is_an_exception() {
    List<JavaPackage> packages =
        OurClasses.ALL.stream().map(JavaClass::getPackage).distinct().toList();

    assertThat(packages)
        .isNotEmpty()
        .allMatch(each -> each.isAnnotatedWith(NullMarked.class), "is @NullMarked");
  }
}
