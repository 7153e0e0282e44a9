package org.sshlite.client.files;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.wire.FileName;

/** The files of one server and user. Any thread. Closing it ends its session, and what is open. */
final class SftpFileSystem extends FileSystem {
  private final SftpFileSystemProvider provider;
  private final String authority;
  private final SftpClient client;
  private final AutoCloseable below;
  private final SftpPath home;
  private final Operations operations = new Operations(this);
  private volatile boolean open = true;

  private SftpFileSystem(
      SftpFileSystemProvider provider, String authority, SftpClient client, AutoCloseable below)
      throws IOException {
    this.provider = provider;
    this.authority = authority;
    this.client = client;
    this.below = below;
    this.home = SftpPath.of(this, client.realPath(FileName.of(".")));
  }

  /**
   * @param authority user, host and port as the URI has them
   * @param client closed along, also when this fails
   * @param below closed along
   */
  static SftpFileSystem of(
      SftpFileSystemProvider provider, String authority, SftpClient client, AutoCloseable below)
      throws IOException {
    try {
      return new SftpFileSystem(provider, authority, client, below);
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * @throws ClosedFileSystemException when it is
   */
  SftpClient client() {
    if (!open) {
      throw new ClosedFileSystemException();
    }
    return client;
  }

  Operations operations() {
    return operations;
  }

  String authority() {
    return authority;
  }

  /** Where relative paths begin: the user's folder. */
  SftpPath home() {
    return home;
  }

  @Override
  public SftpFileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
    }
    provider.forget(this);
    client.close();
    try {
      below.close();
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(SftpPath.of(this, "/"));
  }

  /** A server does not tell which it has; each file tells its own. */
  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return NamedAttributes.VIEWS;
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder path = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        path.append(path.isEmpty() ? "" : "/").append(part);
      }
    }
    return SftpPath.of(this, path.toString());
  }

  /** {@code glob:} and {@code regex:}, of a path's text. */
  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("syntax:pattern");
    }
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern =
        switch (syntaxAndPattern.substring(0, colon)) {
          case String glob when glob.equalsIgnoreCase("glob") -> GlobPattern.of(text);
          case String regex when regex.equalsIgnoreCase("regex") -> Pattern.compile(text);
          case String other -> throw new UnsupportedOperationException("syntax " + other);
        };
    return path -> pattern.matcher(path.toString()).matches();
  }

  /** By number only: version 3 finds no names. */
  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return new UserPrincipalLookupService() {
      @Override
      public UserPrincipal lookupPrincipalByName(String name) throws IOException {
        return principal(name);
      }

      @Override
      public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
        return principal(group);
      }
    };
  }

  private static SftpAttributes.Principal principal(String name) throws IOException {
    try {
      return new SftpAttributes.Principal(Integer.parseUnsignedInt(name), name);
    } catch (NumberFormatException _) {
      throw new UserPrincipalNotFoundException(name);
    }
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("the protocol does not watch");
  }

  @Override
  public String toString() {
    return SftpFileSystemProvider.SCHEME + "://" + authority;
  }
}
