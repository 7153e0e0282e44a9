package org.sshlite.client.files;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attributes by name: {@code [view:]name[,name…]}. */
final class NamedAttributes {
  private static final Map<String, Function<SftpAttributes, @Nullable Object>> BASIC =
      Map.of(
          "lastModifiedTime", SftpAttributes::lastModifiedTime,
          "lastAccessTime", SftpAttributes::lastAccessTime,
          "creationTime", SftpAttributes::creationTime,
          "size", SftpAttributes::size,
          "isRegularFile", SftpAttributes::isRegularFile,
          "isDirectory", SftpAttributes::isDirectory,
          "isSymbolicLink", SftpAttributes::isSymbolicLink,
          "isOther", SftpAttributes::isOther,
          "fileKey", SftpAttributes::fileKey);
  private static final Map<String, Function<SftpAttributes, @Nullable Object>> POSIX =
      with(
          BASIC,
          Map.of(
              "owner", SftpAttributes::owner,
              "group", SftpAttributes::group,
              "permissions", SftpAttributes::permissions));

  /** By the names of the JDK's own view: the mode with its type, and the owners' numbers. */
  private static final Map<String, Function<SftpAttributes, @Nullable Object>> UNIX =
      with(
          POSIX,
          Map.of(
              "mode", found -> found.told().permissions(),
              "uid", found -> found.told().uid(),
              "gid", found -> found.told().gid()));

  static final Set<String> VIEWS = Set.of("basic", "owner", "posix", "unix");

  private NamedAttributes() {}

  private static Map<String, Function<SftpAttributes, @Nullable Object>> with(
      Map<String, Function<SftpAttributes, @Nullable Object>> first,
      Map<String, Function<SftpAttributes, @Nullable Object>> more) {
    Map<String, Function<SftpAttributes, @Nullable Object>> all = new LinkedHashMap<>(first);
    all.putAll(more);
    return Map.copyOf(all);
  }

  private static Map<String, Function<SftpAttributes, @Nullable Object>> view(String name) {
    return switch (name) {
      case "basic" -> BASIC;
      case "owner" -> Map.of("owner", SftpAttributes::owner);
      case "posix" -> POSIX;
      case "unix" -> UNIX;
      default -> throw new UnsupportedOperationException("view '" + name + "'");
    };
  }

  private static String viewName(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? "basic" : text.substring(0, colon);
  }

  /**
   * @throws UnsupportedOperationException for a view that is not known
   * @throws IllegalArgumentException for an attribute that it does not have
   */
  static Map<String, Object> read(SftpPath path, String text, boolean follow) throws IOException {
    Map<String, Function<SftpAttributes, @Nullable Object>> view = view(viewName(text));
    Set<String> names = new HashSet<>(List.of(text.substring(text.indexOf(':') + 1).split(",")));
    if (names.remove("*")) {
      names.addAll(view.keySet());
    }
    for (String name : names) {
      if (!view.containsKey(name)) {
        throw new IllegalArgumentException("attribute '" + name + "'");
      }
    }
    SftpAttributes found = path.getFileSystem().operations().named(path, follow);
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : names) {
      values.put(name, view.get(name).apply(found));
    }
    return values;
  }

  /** As {@link #read}, of one. */
  static void write(SftpPath path, String text, @Nullable Object value, boolean follow)
      throws IOException {
    String name = text.substring(text.indexOf(':') + 1);
    if (!view(viewName(text)).containsKey(name)) {
      throw new IllegalArgumentException("attribute '" + text + "'");
    }
    AttributeView view = new AttributeView("posix", path, follow);
    switch (name) {
      case "lastModifiedTime" -> view.setTimes((FileTime) value, null, null);
      case "lastAccessTime" -> view.setTimes(null, (FileTime) value, null);
      case "creationTime" -> view.setTimes(null, null, (FileTime) value);
      case "owner" -> view.setOwner((UserPrincipal) value);
      case "group" -> view.setGroup((GroupPrincipal) value);
      case "permissions" -> view.setPermissions(permissions(value));
      case "mode" -> view.setMode((Integer) value & 07777);
      case "uid" -> view.setOwner((Integer) value, view.readAttributes().told().gid());
      case "gid" -> view.setOwner(view.readAttributes().told().uid(), (Integer) value);
      default -> throw new IllegalArgumentException("attribute '" + text + "' cannot be set");
    }
  }

  static Set<PosixFilePermission> permissions(@Nullable Object value) {
    Set<PosixFilePermission> permissions = new HashSet<>();
    for (Object permission : (Set<?>) value) {
      permissions.add((PosixFilePermission) permission);
    }
    return permissions;
  }
}
