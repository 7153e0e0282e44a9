package org.sshlite.sftp.wire;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Answer to users-groups-by-id@openssh.com, OpenSSH's PROTOCOL §4.12: names in the order of the
 * identifiers that were asked for, an empty one for each that nobody has.
 */
public record UserGroupNames(List<FileName> users, List<FileName> groups) {
  public UserGroupNames {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
  }

  public static UserGroupNames read(Response.ExtendedReply reply) throws MalformedException {
    SshReader in = reply.reader("users-groups-by-id@openssh.com");
    return new UserGroupNames(names(in.sub("usernames")), names(in.sub("groupnames")));
  }

  private static List<FileName> names(SshReader in) throws MalformedException {
    List<FileName> names = new ArrayList<>();
    while (in.remaining() > 0) {
      names.add(FileName.read(in, "name"));
    }
    return names;
  }

  public Response.ExtendedReply reply(int id) {
    SshWriter out = new SshWriter();
    out.string(encoded(users)).string(encoded(groups));
    return new Response.ExtendedReply(id, new Bytes(out.array(), 0, out.length()));
  }

  private static byte[] encoded(List<FileName> names) {
    SshWriter out = new SshWriter();
    names.forEach(name -> name.write(out));
    return out.toByteArray();
  }
}
