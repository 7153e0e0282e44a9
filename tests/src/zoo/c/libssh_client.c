/* A client on libssh. */
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int status = 255;

static void exit_status(ssh_session session, ssh_channel channel, int value, void *data) {
  status = value;
}

static void exit_signal(ssh_session session, ssh_channel channel, const char *name, int core,
                        const char *message, const char *language, void *data) {
  fprintf(stderr, "signal %s\n", name);
}

static void check(ssh_session session, int worked, const char *what) {
  if (!worked) {
    fprintf(stderr, "%s: %s\n", what, ssh_get_error(session));
    exit(255);
  }
}

static ssh_session login(void) {
  ssh_session session = ssh_new();
  const char *key_file = getenv("ZOO_KEY");
  const char *rekey = getenv("ZOO_REKEY");
  int no = 0;
  long patience = 90; // in seconds, for a machine with other things to do
  ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &patience);
  ssh_options_set(session, SSH_OPTIONS_HOST, "127.0.0.1");
  ssh_options_set(session, SSH_OPTIONS_PORT_STR, getenv("ZOO_PORT"));
  ssh_options_set(session, SSH_OPTIONS_USER, getenv("ZOO_USER"));
  ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, getenv("ZOO_KNOWN_HOSTS"));
  ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
  ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no);
  if (rekey != NULL) {
    uint64_t bytes = strtoull(rekey, NULL, 10);
    ssh_options_set(session, SSH_OPTIONS_REKEY_DATA, &bytes);
  }
  check(session, ssh_connect(session) == SSH_OK, "connect");
  check(session, ssh_session_is_known_server(session) == SSH_KNOWN_HOSTS_OK, "host key");
  if (key_file == NULL) {
    int result = ssh_userauth_password(session, NULL, getenv("ZOO_PASSWORD"));
    check(session, result == SSH_AUTH_SUCCESS, "password");
  } else {
    ssh_key key;
    check(session, ssh_pki_import_privkey_file(key_file, NULL, NULL, NULL, &key) == SSH_OK, "key file");
    check(session, ssh_userauth_publickey(session, NULL, key) == SSH_AUTH_SUCCESS, "key");
    ssh_key_free(key);
  }
  return session;
}

static void join(ssh_event event, ssh_session session, ssh_channel channel, int flags, int fd) {
  ssh_connector connector = ssh_connector_new(session);
  ssh_connector_set_in_channel(connector, channel, flags);
  ssh_connector_set_out_fd(connector, fd);
  ssh_event_add_connector(event, connector);
}

// Not by a connector: that one writes inside its own callback, where the session's socket is not
// read, and so waits for ever when keys are exchanged; with OpenSSH's server too (libssh 0.10).
static void send_input(ssh_session session, ssh_channel channel) {
  static char buffer[32768];
  ssize_t length;
  while ((length = read(0, buffer, sizeof buffer)) > 0) {
    check(session, ssh_channel_write(channel, buffer, length) == length, "write");
  }
  ssh_channel_send_eof(channel);
}

int main(int count, char **arguments) {
  ssh_session session = login();
  ssh_channel channel = ssh_channel_new(session);
  ssh_event event = ssh_event_new();
  struct ssh_channel_callbacks_struct callbacks;
  memset(&callbacks, 0, sizeof callbacks);
  callbacks.channel_exit_status_function = exit_status;
  callbacks.channel_exit_signal_function = exit_signal;
  ssh_callbacks_init(&callbacks);
  ssh_add_channel_callbacks(channel, &callbacks);
  check(session, ssh_channel_open_session(channel) == SSH_OK, "session");
  if (getenv("ZOO_PTY") != NULL) {
    check(session, ssh_channel_request_pty_size(channel, "xterm", 80, 24) == SSH_OK, "pty");
  }
  check(session, ssh_channel_request_exec(channel, arguments[1]) == SSH_OK, "exec");
  join(event, session, channel, SSH_CONNECTOR_STDOUT, 1);
  join(event, session, channel, SSH_CONNECTOR_STDERR, 2);
  send_input(session, channel);
  while (ssh_channel_is_open(channel)) {
    if (ssh_event_dopoll(event, -1) != SSH_OK) {
      break;
    }
  }
  check(session, ssh_is_connected(session), "connection");
  ssh_disconnect(session);
  return status;
}
