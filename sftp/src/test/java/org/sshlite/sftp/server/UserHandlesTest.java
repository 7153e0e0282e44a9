package org.sshlite.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sftp.path.PathFiles;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;

/** One user does not take the open files of all. */
class UserHandlesTest {
  private static final Request FOLDER = new Request.Opendir(1, FileName.of("."));
  private static final Request MISSING =
      new Request.Open(1, FileName.of("missing"), Request.Open.READ, Attributes.NONE);

  @TempDir Path scratch;
  private FileSystem zip;
  private final Object user = new Object();
  private final List<TestSession> sessions = new ArrayList<>();

  /** Its folders are no open files of this process, which may not have as many. */
  @BeforeEach
  void makeZip() throws IOException {
    zip = FileSystems.newFileSystem(scratch.resolve("zip"), Map.of("create", "true"));
  }

  @AfterEach
  void close() throws Exception {
    for (TestSession session : sessions) {
      session.close();
    }
    zip.close();
  }

  private TestSession session(Object whose) throws IOException {
    TestSession session =
        TestSession.open(() -> new PathFiles(zip.getPath("/")), UserHandles.of(whose));
    sessions.add(session);
    return session;
  }

  private int fill() throws IOException {
    int count = 0;
    while (count < UserHandles.MOST) {
      TestSession session = session(user);
      for (int i = 0; i < Handles.MOST && count < UserHandles.MOST; i++) {
        session.openFolder(".");
        count++;
      }
    }
    return count;
  }

  @Test
  void a_user_has_so_many_in_all_of_his_sessions_and_not_one_more() throws Exception {
    assertThat(fill()).isEqualTo(UserHandles.MOST);
    TestSession last = session(user);

    assertThat(last.code(FOLDER)).isEqualTo(StatusCode.FAILURE);
    assertThat(session(new Object()).code(FOLDER)).isEqualTo(StatusCode.OK);

    sessions.getFirst().code(new Request.Close(1, FileHandle.of(3)));
    // what cannot be opened costs nothing
    assertThat(last.code(MISSING)).isEqualTo(StatusCode.NO_SUCH_FILE);
    assertThat(last.code(FOLDER)).isEqualTo(StatusCode.OK);
    assertThat(last.code(FOLDER)).isEqualTo(StatusCode.FAILURE);
  }

  @Test
  void a_session_that_is_over_has_none() throws Exception {
    fill();
    TestSession last = session(user);
    sessions.removeFirst().close();

    Awaitility.await().until(() -> last.code(FOLDER) == StatusCode.OK);
  }

  @Test
  void they_count_with_what_else_he_has_open() throws Exception {
    Semaphore left = new Semaphore(2);
    UserHandles.Count count =
        new UserHandles.Count() {
          @Override
          public boolean take() {
            return left.tryAcquire();
          }

          @Override
          public void giveBack() {
            left.release();
          }
        };
    TestSession session =
        TestSession.open(() -> new PathFiles(zip.getPath("/")), UserHandles.of(user, count));
    sessions.add(session);
    FileHandle first = session.openFolder(".");
    assertThat(session.code(FOLDER)).isEqualTo(StatusCode.OK);
    assertThat(session.code(FOLDER)).isEqualTo(StatusCode.FAILURE);
    session.code(new Request.Close(1, first));
    assertThat(session.code(MISSING)).isEqualTo(StatusCode.NO_SUCH_FILE);
    assertThat(left.availablePermits()).isEqualTo(1);
    assertThat(session.code(FOLDER)).isEqualTo(StatusCode.OK);
    sessions.removeLast().close();
    Awaitility.await().until(() -> left.availablePermits() == 2);
  }

  /** As where there is no memory to count. */
  @Test
  void one_that_cannot_be_counted_elsewhere_is_not_counted_here() throws Exception {
    UserHandles failing =
        UserHandles.of(
            user,
            new UserHandles.Count() {
              @Override
              public boolean take() {
                throw new OutOfMemoryError("thrown by a test");
              }

              @Override
              public void giveBack() {}
            });
    assertThatThrownBy(failing::take).isInstanceOf(OutOfMemoryError.class);
    assertThat(fill()).isEqualTo(UserHandles.MOST);
  }
}
