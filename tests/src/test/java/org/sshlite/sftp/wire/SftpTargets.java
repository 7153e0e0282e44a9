package org.sshlite.sftp.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.path.PathFiles;
import org.sshlite.sftp.server.Permissions;
import org.sshlite.sftp.server.SessionLog;
import org.sshlite.sftp.server.SftpServer;
import org.sshlite.tests.fuzz.Target;

/** The SSH file transfer protocol: its packets, and both of its ends. */
public final class SftpTargets {
  private static final FileName FILE = FileName.of("/file");
  private static final FileName FOLDER = FileName.of("/folder");
  private static final FileHandle HANDLE = FileHandle.of(0);
  private static final Attributes ATTRIBUTES =
      Attributes.NONE.withSize(7).withOwner(1, 2).withPermissions(0644).withTimes(3, 4);

  private SftpTargets() {}

  public static Stream<Target> all() {
    List<SftpMessage> asked = requests();
    List<SftpMessage> answered = responses();
    return Stream.of(
        new Target("sftp-request", () -> contents(asked), SftpTargets::request).runs(100),
        new Target("sftp-response", () -> contents(answered), SftpTargets::response),
        new Target("sftp-server", () -> List.of(session(asked)), SftpTargets::server),
        new Target("sftp-client", () -> List.of(session(answered)), SftpTargets::client));
  }

  private static List<SftpMessage> requests() {
    return List.of(
        new Request.Init(3, List.of(new Extension("x@example.com", "1"))),
        new Request.Realpath(1, FileName.of(".")),
        new Request.Open(2, FILE, Request.Open.READ | Request.Open.WRITE, Attributes.NONE),
        new Request.Read(3, HANDLE, 0, 4),
        new Request.Write(4, HANDLE, 2, new Bytes("text".getBytes(UTF_8))),
        new Request.Fstat(5, HANDLE),
        new Request.Fsetstat(6, HANDLE, ATTRIBUTES),
        new Request.Opendir(7, FileName.of("/")),
        new Request.Readdir(8, FileHandle.of(1)),
        new Request.Close(9, HANDLE),
        new Request.Mkdir(10, FOLDER, Attributes.NONE),
        new Request.Stat(11, FOLDER),
        new Request.Lstat(12, FILE),
        new Request.Setstat(13, FILE, ATTRIBUTES),
        new Request.Rename(14, FILE, FileName.of("/folder/other")),
        new Request.Readlink(15, FILE),
        new Request.Symlink(16, FILE, FileName.of("/link")),
        new Request.Remove(17, FILE),
        new Request.Rmdir(18, FOLDER),
        new ExtendedRequest.PosixRename(19, FILE, FOLDER),
        new ExtendedRequest.Statvfs(20, FILE),
        new ExtendedRequest.LimitsRequest(21),
        new ExtendedRequest.CopyData(22, HANDLE, 1, 0, FileHandle.of(7), -1),
        new ExtendedRequest.UsersGroupsById(23, List.of(0, -1), List.of()));
  }

  /** The first request's, and those of what {@link #client} asks. */
  private static List<SftpMessage> responses() {
    return List.of(
        new Response.Version(3, List.of(new Extension("posix-rename@openssh.com", "1"))),
        new Response.Attrs(0, ATTRIBUTES),
        Response.Name.path(1, FILE),
        new Response.Handle(2, HANDLE),
        new Response.Name(3, List.of(new Response.Name.Entry(FILE, FOLDER, ATTRIBUTES))),
        new Response.Status(4, StatusCode.EOF),
        new Response.Status(5, StatusCode.OK),
        new Response.Handle(6, HANDLE),
        new Response.Data(7, new Bytes("content".getBytes(UTF_8))),
        new Response.ExtendedReply(8, new Bytes(new byte[12])));
  }

  private static List<byte[]> contents(List<SftpMessage> messages) {
    return messages.stream().map(SftpTargets::content).toList();
  }

  private static byte[] content(SftpMessage message) {
    SshWriter out = new SshWriter().uint8(message.type());
    message.write(out);
    return out.toByteArray();
  }

  private static byte[] session(List<SftpMessage> messages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PacketOutput out = new PacketOutput(bytes);
    try {
      for (SftpMessage message : messages) {
        out.write(message);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void request(byte[] input) throws MalformedException {
    Request read;
    try {
      read = Request.read(input, 0, input.length);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
      return;
    }
    if (!(read instanceof Request.Unknown || read instanceof ExtendedRequest.UnknownExtended)) {
      byte[] written = content(read);
      assertThat(content(Request.read(written, 0, written.length))).isEqualTo(written);
    }
  }

  private static void response(byte[] input) throws MalformedException {
    Response read;
    try {
      read = Response.read(input, 0, input.length);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
      return;
    }
    byte[] written = content(read);
    assertThat(content(Response.read(written, 0, written.length))).isEqualTo(written);
  }

  /** Whatever is asked for, what is answered are packets, and nothing is left open. */
  private static void server(byte[] input) throws IOException, MalformedException {
    Path archive = Files.createTempFile("served", ".zip");
    Files.delete(archive);
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    // an archive: whatever is done in it stays in it
    try (FileSystem served = FileSystems.newFileSystem(archive, Map.of("create", true))) {
      Files.writeString(served.getPath("/file"), "content");
      Files.createDirectory(served.getPath("/folder"));
      try (PathFiles files = new PathFiles(served.getPath("/"))) {
        int status =
            SftpServer.serve(
                new ByteArrayInputStream(input), answers, files, Permissions.ALL, SessionLog.NONE);
        assertThat(status).isIn(SftpServer.ENDED, SftpServer.REFUSED);
      }
    } finally {
      Files.deleteIfExists(archive);
    }
    PacketInput in = new PacketInput(new ByteArrayInputStream(answers.toByteArray()));
    while (in.response().isPresent()) {}
  }

  private static void client(byte[] input) {
    try (SftpClient client =
        SftpClient.open(new ByteArrayInputStream(input), OutputStream.nullOutputStream())) {
      client.stat("/file");
      client.realPath(".");
      try (Stream<?> names = client.list("/")) {
        assertThat(names.count()).isLessThan(input.length);
      }
      try (RemoteFile file = client.open("/file");
          InputStream content = file.input(0)) {
        assertThat(content.readAllBytes()).hasSizeLessThan(input.length);
      }
    } catch (IOException | UncheckedIOException e) {
      assertThat(String.valueOf(e.getMessage())).hasLineCount(1);
    }
  }
}
