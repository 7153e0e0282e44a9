package org.sshlite.client.files;

import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;

/**
 * The attributes of a file, read and changed.
 *
 * @param name of the view: basic, owner or posix
 */
record AttributeView(String name, SftpPath path, boolean follows)
    implements PosixFileAttributeView {
  private Operations operations() {
    return path.getFileSystem().operations();
  }

  @Override
  public SftpAttributes readAttributes() throws IOException {
    return operations().named(path, follows);
  }

  /** The time of making is not kept by version 3, and so cannot be set: it is passed over. */
  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
      throws IOException {
    if (modified == null && accessed == null) {
      return;
    }
    // both or none, filexfer-02 §5
    Attributes found =
        modified == null || accessed == null
            ? operations().attributes(path, follows)
            : Attributes.NONE;
    long modification =
        modified == null ? found.modificationSeconds() : modified.to(TimeUnit.SECONDS);
    long access = accessed == null ? found.accessSeconds() : accessed.to(TimeUnit.SECONDS);
    operations().set(path, Attributes.NONE.withTimes(access, modification), follows);
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    setMode(FileMode.of(permissions));
  }

  void setMode(int mode) throws IOException {
    operations().set(path, Attributes.NONE.withPermissions(mode), follows);
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    setOwner(number(owner), operations().attributes(path, follows).gid());
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    setOwner(operations().attributes(path, follows).uid(), number(group));
  }

  void setOwner(int user, int group) throws IOException {
    operations().set(path, Attributes.NONE.withOwner(user, group), follows);
  }

  private static int number(UserPrincipal principal) {
    if (principal instanceof SftpAttributes.Principal ours) {
      return ours.id();
    }
    if (principal == null) {
      throw new NullPointerException("principal");
    }
    throw new ProviderMismatchException();
  }
}
