/* Files by libssh: reads what is to be done, a line each, and says how it went. Fields between tabs.
   Arguments: port, user, key, known_hosts. */
#include <fcntl.h>
#include <libssh/libssh.h>
#include <libssh/sftp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(ssh_session session, int worked, const char *what) {
  if (!worked) {
    fprintf(stderr, "%s: %s\n", what, ssh_get_error(session));
    exit(255);
  }
}

static ssh_session login(char **arguments) {
  ssh_session session = ssh_new();
  ssh_key key;
  int no = 0;
  long patience = 90; // in seconds, for a machine with other things to do
  ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &patience);
  ssh_options_set(session, SSH_OPTIONS_HOST, "127.0.0.1");
  ssh_options_set(session, SSH_OPTIONS_PORT_STR, arguments[1]);
  ssh_options_set(session, SSH_OPTIONS_USER, arguments[2]);
  ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, arguments[4]);
  ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
  ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no);
  check(session, ssh_connect(session) == SSH_OK, "connect");
  check(session, ssh_session_is_known_server(session) == SSH_KNOWN_HOSTS_OK, "host key");
  check(session, ssh_pki_import_privkey_file(arguments[3], NULL, NULL, NULL, &key) == SSH_OK, "key file");
  check(session, ssh_userauth_publickey(session, NULL, key) == SSH_AUTH_SUCCESS, "key");
  ssh_key_free(key);
  return session;
}

static int put(sftp_session files, const char *local, const char *remote) {
  static char block[16384];
  ssize_t length;
  int in = open(local, O_RDONLY);
  sftp_file out = sftp_open(files, remote, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  int failed = in < 0 || out == NULL;
  while (!failed && (length = read(in, block, sizeof block)) > 0) {
    failed = sftp_write(out, block, length) != length;
  }
  return (out != NULL && sftp_close(out) != SSH_OK) | close(in) | failed;
}

static int get(sftp_session files, const char *remote, const char *local) {
  static char block[16384];
  ssize_t length;
  sftp_file in = sftp_open(files, remote, O_RDONLY, 0);
  if (in == NULL) {
    return 1;
  }
  int out = open(local, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  while ((length = sftp_read(in, block, sizeof block)) > 0 && write(out, block, length) == length) {
  }
  return sftp_close(in) | close(out) | (length != 0);
}

static int list(sftp_session files, const char *path) {
  sftp_dir folder = sftp_opendir(files, path);
  sftp_attributes entry;
  if (folder == NULL) {
    return 1;
  }
  printf("ok");
  while ((entry = sftp_readdir(files, folder)) != NULL) {
    printf("\t%s", entry->name);
    sftp_attributes_free(entry);
  }
  printf("\n");
  sftp_closedir(folder);
  return 0;
}

static int stat_file(sftp_session files, const char *path) {
  sftp_attributes found = sftp_stat(files, path);
  if (found == NULL) {
    return 1;
  }
  printf("ok\t%llu\t%u\n", (unsigned long long)found->size, found->mtime);
  sftp_attributes_free(found);
  return 0;
}

int main(int count, char **arguments) {
  static char line[65536];
  ssh_session session = login(arguments);
  sftp_session files = sftp_new(session);
  check(session, files != NULL && sftp_init(files) == SSH_OK, "sftp");
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *verb = strtok(line, "\t");
    char *first = strtok(NULL, "\t");
    char *second = strtok(NULL, "\t");
    int failed = 1;
    if (strcmp(verb, "mkdir") == 0) {
      failed = sftp_mkdir(files, first, 0755);
    } else if (strcmp(verb, "put") == 0) {
      failed = put(files, first, second);
    } else if (strcmp(verb, "get") == 0) {
      failed = get(files, first, second);
    } else if (strcmp(verb, "list") == 0) {
      failed = list(files, first);
    } else if (strcmp(verb, "stat") == 0) {
      failed = stat_file(files, first);
    } else if (strcmp(verb, "rename") == 0) {
      failed = sftp_rename(files, first, second);
    } else if (strcmp(verb, "symlink") == 0) {
      failed = sftp_symlink(files, first, second);
    } else if (strcmp(verb, "remove") == 0) {
      failed = sftp_unlink(files, first);
    } else if (strcmp(verb, "rmdir") == 0) {
      failed = sftp_rmdir(files, first);
    }
    if (failed) {
      printf("failed\t%d\n", sftp_get_error(files));
    } else if (strcmp(verb, "list") != 0 && strcmp(verb, "stat") != 0) {
      printf("ok\n");
    }
    fflush(stdout);
  }
  sftp_free(files);
  ssh_disconnect(session);
  return 0;
}
