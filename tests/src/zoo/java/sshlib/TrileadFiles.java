import com.trilead.ssh2.Connection;
import com.trilead.ssh2.SFTPv3Client;
import com.trilead.ssh2.SFTPv3DirectoryEntry;
import com.trilead.ssh2.SFTPv3FileAttributes;
import com.trilead.ssh2.SFTPv3FileHandle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files by trilead's library, or by what ConnectBot made of it. */
public record TrileadFiles(SFTPv3Client files) implements FileJob.Client {
  /** The most that it sends and asks for at once. */
  private static final int BLOCK = 32768;

  public static void main(String[] arguments) throws Exception {
    FileJob job = FileJob.of(arguments);
    Connection connection = new Connection(FileJob.HOST, job.port());
    connection.connect((host, port, algorithm, key) -> job.isKnown(key));
    if (!connection.authenticateWithPublicKey(job.user(), job.key().toFile(), null)) {
      throw new IOException("not authenticated");
    }
    SFTPv3Client files = new SFTPv3Client(connection);
    files.setCharset("UTF-8");
    FileJob.run(new TrileadFiles(files));
  }

  @Override
  public void makeFolder(String path) throws IOException {
    files.mkdir(path, 0755);
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    SFTPv3FileHandle handle = files.createFileTruncate(remote);
    try (InputStream in = Files.newInputStream(local)) {
      byte[] block = new byte[BLOCK];
      long position = 0;
      for (int count = in.read(block); count > 0; count = in.read(block)) {
        files.write(handle, position, block, 0, count);
        position += count;
      }
    }
    files.closeFile(handle);
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    SFTPv3FileHandle handle = files.openFileRO(remote);
    try (OutputStream out = Files.newOutputStream(local)) {
      byte[] block = new byte[BLOCK];
      long position = 0;
      for (int count = 0; count >= 0; count = files.read(handle, position, block, 0, BLOCK)) {
        out.write(block, 0, count);
        position += count;
      }
    }
    files.closeFile(handle);
  }

  @Override
  public List<String> names(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    for (Object entry : files.ls(folder)) {
      names.add(((SFTPv3DirectoryEntry) entry).filename);
    }
    return names;
  }

  @Override
  public FileJob.Attributes stat(String path) throws IOException {
    SFTPv3FileAttributes attributes = files.stat(path);
    return new FileJob.Attributes(
        ((Number) attributes.size).longValue(), ((Number) attributes.mtime).longValue());
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.mv(from, to);
  }

  @Override
  public void symlink(String target, String link) throws IOException {
    files.createSymlink(link, target);
  }

  @Override
  public void remove(String path) throws IOException {
    files.rm(path);
  }

  @Override
  public void removeFolder(String path) throws IOException {
    files.rmdir(path);
  }
}
