package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * The known_hosts files of a user. They are read anew for each question, so an answer is never
 * older than the question; what is asked may block on a disk. Any number of threads may ask and
 * add.
 */
public final class KnownHosts {
  private final List<Path> user;
  private final List<Path> global;
  private final boolean hashesNames;
  private final Optional<HostLines> command;
  private final CertificatePolicy certificates;

  private KnownHosts(
      List<Path> user,
      List<Path> global,
      boolean hashesNames,
      Optional<HostLines> command,
      CertificatePolicy certificates) {
    this.user = List.copyOf(user);
    this.global = List.copyOf(global);
    this.hashesNames = hashesNames;
    this.command = command;
    this.certificates = certificates;
  }

  /**
   * Files that are not there are empty ones; nothing is read yet.
   *
   * @param user UserKnownHostsFile: hosts are added to the first
   * @param global GlobalKnownHostsFile: never written
   */
  public static KnownHosts open(List<Path> user, List<Path> global) {
    return new KnownHosts(user, global, false, Optional.empty(), CertificatePolicy.defaults());
  }

  /** HashKnownHosts: names are hashed when they are added. */
  public KnownHosts hashingNames(boolean hash) {
    return new KnownHosts(user, global, hash, command, certificates);
  }

  /** KnownHostsCommand: its lines are looked up after those of the files. */
  public KnownHosts withCommand(HostLines lines) {
    return new KnownHosts(user, global, hashesNames, Optional.of(lines), certificates);
  }

  /** What host certificates are judged by. */
  public KnownHosts judgingCertificatesBy(CertificatePolicy policy) {
    return new KnownHosts(user, global, hashesNames, command, policy);
  }

  /**
   * Whether {@code offered}, a key or a certificate, is that of {@code host}.
   *
   * @throws IOException when KnownHostsCommand fails: the host is then not to be believed
   */
  public Verdict verify(HostName host, PublicKey offered) throws IOException {
    return verify(host, Optional.empty(), offered);
  }

  /**
   * As {@link #verify(HostName, PublicKey)}, and compares with what is known of the address.
   *
   * @param host the name, or its HostKeyAlias
   * @param address CheckHostIP: the address it was reached at, with its port; empty when it is not
   *     to be checked (a proxy, a loopback address, the name is the address)
   */
  public Verdict verify(HostName host, Optional<HostName> address, PublicKey offered)
      throws IOException {
    return new Judge(this, host, offered).verdict(address, certificates);
  }

  /**
   * The host key algorithms to propose: those whose keys are known for the host come first, so that
   * a host with many keys shows one that can be checked. The order is otherwise kept, and kept as a
   * whole if the first is among the known.
   *
   * @param configured HostKeyAlgorithms, in order of preference
   * @throws IOException when KnownHostsCommand fails
   */
  public List<String> preferredAlgorithms(HostName host, List<String> configured)
      throws IOException {
    Lookup lookup = lookup(host, Optional.of(HostLines.Invocation.ORDER), Optional.empty());
    if (lookup.hosts().isEmpty() && host.port() != HostName.DEFAULT_PORT) {
      lookup = lookup(host.withoutPort(), Optional.empty(), Optional.empty());
    }
    return AlgorithmOrder.of(lookup).apply(configured);
  }

  /**
   * The lines that name {@code host}.
   *
   * @throws IOException when KnownHostsCommand fails
   */
  public Lookup lookup(HostName host) throws IOException {
    return lookup(host, Optional.of(HostLines.Invocation.HOSTNAME), Optional.empty());
  }

  /**
   * @param invocation what a command is asked for; empty when files are enough
   */
  Lookup lookup(
      HostName host, Optional<HostLines.Invocation> invocation, Optional<PublicKey> offered)
      throws IOException {
    List<Problem> problems = new ArrayList<>();
    List<KnownHostsFile> files = files(problems);
    if (command.isPresent() && invocation.isPresent()) {
      byte[] lines = command.get().lines(invocation.get(), host, offered);
      files.add(
          new KnownHostsFile(
              "KnownHostsCommand-" + invocation.get(),
              KnownHost.Source.COMMAND,
              FileText.of(lines)));
    }
    List<KnownHost> hosts = new ArrayList<>();
    for (KnownHostsFile file : files) {
      hosts.addAll(file.hostsFor(host.text(), problems::add));
    }
    return new Lookup(hosts, problems);
  }

  /** The lines with {@code key} that are neither CA's nor revoked, whatever they name. */
  List<KnownHost> linesWith(PublicKey key) {
    return files(new ArrayList<>()).stream().flatMap(file -> file.hostsWith(key).stream()).toList();
  }

  /** Every line of the files that is not understood, and every file that cannot be read. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (KnownHostsFile file : files(problems)) {
      problems.addAll(file.problems());
    }
    return problems;
  }

  /**
   * Adds a line for {@code names} to the user's first file, which is made if needed, as is its
   * folder. A name that already has this key is left out, as is one that a line cannot hold.
   *
   * @param names the host, and with CheckHostIP its address
   * @return where the lines stand; empty when there is no user file or nothing to add
   * @throws IOException when the file could not be changed, and is as it was
   */
  public List<Location> add(List<HostName> names, PublicKey key) throws IOException {
    if (user.isEmpty()) {
      return List.of();
    }
    Path file = user.getFirst();
    NewLines lines = new NewLines(file.toString(), names, key, hashesNames);
    new FileUpdate(file).apply(lines::appendTo);
    return lines.added();
  }

  /**
   * UpdateHostKeys: what to do about the keys that a host announces. To be asked only where {@link
   * Decision#learnsKeys} allows.
   *
   * @param address CheckHostIP: the address it was reached at
   * @param announced the keys of hostkeys-00@openssh.com that HostKeyAlgorithms permits, without
   *     certificates
   */
  public HostKeyUpdate planUpdate(
      HostName host, Optional<HostName> address, List<PublicKey> announced) {
    List<KnownHostsFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    user.forEach(path -> read(path, KnownHost.Source.USER, files, problems));
    if (user.isEmpty() || !problems.isEmpty()) {
      return new HostKeyUpdate.Skip(
          user.isEmpty() ? "there is no user file" : problems.getFirst().toString());
    }
    return new UpdatePlanner(host, address, announced).plan(files);
  }

  /**
   * Carries a plan out: adds the keys that were proved to the user's first file, removes the
   * obsolete ones from all of the user's.
   *
   * @param proved those of {@link HostKeyUpdate.Plan#toProve} whose proof was verified; other keys
   *     are not learned
   * @throws IOException when a file could not be changed, and is as it was
   */
  public HostKeyUpdate.Done update(HostKeyUpdate.Plan plan, List<PublicKey> proved)
      throws IOException {
    List<PublicKey> learned = plan.toProve().stream().filter(proved::contains).toList();
    List<KnownHost> forgotten = new ArrayList<>();
    for (Path file : user) {
      boolean first = file.equals(user.getFirst());
      if (first || Files.exists(file)) {
        UpdateEdit edit = new UpdateEdit(plan, first ? learned : List.of(), hashesNames);
        new FileUpdate(file)
            .apply(
                old -> edit.apply(new KnownHostsFile(file.toString(), KnownHost.Source.USER, old)));
        forgotten.addAll(edit.forgotten());
      }
    }
    return new HostKeyUpdate.Done(learned, forgotten);
  }

  private List<KnownHostsFile> files(List<Problem> problems) {
    List<KnownHostsFile> files = new ArrayList<>();
    user.forEach(path -> read(path, KnownHost.Source.USER, files, problems));
    global.forEach(path -> read(path, KnownHost.Source.GLOBAL, files, problems));
    return files;
  }

  private static void read(
      Path path, KnownHost.Source source, List<KnownHostsFile> files, List<Problem> problems) {
    try {
      files.add(KnownHostsFile.read(path, source));
    } catch (IOException e) {
      problems.add(Problem.unreadable(path, e));
    }
  }
}
