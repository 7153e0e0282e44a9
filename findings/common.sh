# Sourced by the findings: a temporary folder that goes with the script, keys in it, and what they share.
set -u

folder=$(mktemp -d)
started=
made=
finish() {
  for process in $started; do kill "$process" 2>/dev/null; done
  [ -z "$made" ] || rmdir "$made" 2>/dev/null
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM
cd "$folder" || exit 1

# Packages of Debian as name=version, the version of upstream's release and then *, unpacked into the temporary folder, with what they
# need and is not installed. They come before the machine's.
debian() {
  mkdir -p debs/partial
  apt-get -qq -y -o Debug::NoLocking=1 -o APT::Sandbox::User= -o Dir::Cache::archives="$folder/debs" install --reinstall \
    --allow-downgrades --download-only --no-install-recommends "$@" >apt.log 2>&1 || {
    cat apt.log >&2
    exit 2
  }
  for archive in debs/*.deb; do
    dpkg-deb --extract "$archive" debian || exit 2
  done
  for package in "$@"; do
    dpkg-deb --show debs/"${package%%=*}"_*.deb
  done
  PATH=$folder/debian/usr/bin:$PATH
  LD_LIBRARY_PATH=$folder/debian/usr/lib/$(/usr/bin/python3 -c 'import sysconfig; print(sysconfig.get_config_var("MULTIARCH"))')
  PYTHONPATH=$folder/debian/usr/lib/python3/dist-packages
  export PATH LD_LIBRARY_PATH PYTHONPATH
}

# Packages of the npm registry, without what their scripts would compile.
npm_packages() {
  npm install --silent --ignore-scripts --omit=optional --no-audit --no-fund "$@" || exit 2
  echo "npm: $*"
}

# Artifacts of Maven Central with what they need, as group:artifact:version; leaves CLASSPATH.
maven_artifacts() {
  {
    echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
    echo '<groupId>findings</groupId><artifactId>findings</artifactId><version>1</version><dependencies>'
    for artifact in "$@"; do
      echo "$artifact" |
        sed 's,\(.*\):\(.*\):\(.*\),<dependency><groupId>\1</groupId><artifactId>\2</artifactId><version>\3</version></dependency>,'
    done
    echo '</dependencies></project>'
  } >pom.xml
  mvn -B -q -ntp -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
    -Dmdep.outputFile="$folder/class.path" >mvn.log 2>&1 || {
    cat mvn.log >&2
    exit 2
  }
  CLASSPATH=$(cat class.path)
  export CLASSPATH
  echo "Maven Central: $*"
}

# A Java of that version or a newer one.
find_java() {
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" java /usr/lib/jvm/*/bin/java; do
    major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    if [ "${major:-0}" -ge "$1" ]; then
      JAVA=$java
      return
    fi
  done
  echo "no Java $1" >&2
  exit 2
}

keys() {
  ssh-keygen -q -t ed25519 -N '' -f host_key
  ssh-keygen -q -t ed25519 -N '' -f user_key
  cp user_key.pub authorized_keys
}

# Waits until a file has a line; leaves it in LINE.
await_line() {
  tries=100
  until LINE=$(head -n 1 "$1") && [ -n "$LINE" ]; do
    [ "$((tries -= 1))" -gt 0 ] || {
      echo "no line came into $1" >&2
      exit 2
    }
    sleep 0.2
  done
}

# Waits until what was started last has written into the file port; it is ended with the script.
await_port() {
  started="$started $!"
  await_line port
}

# OpenSSH's sshd with host_key, and the keys in authorized_keys; more lines of sshd_config as arguments. Leaves PORT.
start_sshd() {
  PORT=$(free_port)
  if [ "$(id -u)" -eq 0 ] && ! getent passwd sshd >/dev/null; then
    echo 'no user sshd, which sshd wants when root starts it' >&2
    exit 2
  fi
  if [ "$(id -u)" -eq 0 ] && mkdir /run/sshd 2>/dev/null; then
    made=/run/sshd
  fi
  {
    printf '%s\n' "$@"
    printf '%s\n' "Port $PORT" "ListenAddress 127.0.0.1" "HostKey $folder/host_key" "UsePAM no" \
      "AuthorizedKeysFile $folder/authorized_keys" "StrictModes no" "PermitRootLogin yes" "PidFile none"
  } >sshd_config
  "$folder/debian/usr/sbin/sshd" -D -e -f "$folder/sshd_config" >sshd.log 2>&1 &
  started="$started $!"
  await_line sshd.log
}

# Apache MINA SSHD's file system of java.nio, over SFTP to OpenSSH 9.2. Standard input: members of a class, among them run(near, far),
# which gets the same file twice, by this machine's file system and by that one. Leaves what it says in the file seen.
run_mina_sftp() {
  cat >members
  find_java 17
  debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
  maven_artifacts org.apache.sshd:sshd-sftp:2.20.0 net.i2p.crypto:eddsa:0.3.0
  keys
  start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
  cat - members >Mina.java <<'EOJ'
import java.io.IOException;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.time.Instant;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClientFactory;

class Mina {
  public static void main(String[] arguments) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((session, address, key) -> true);
    client.start();
    ClientSession session =
        client.connect(arguments[1], "127.0.0.1", Integer.parseInt(arguments[0])).verify(20_000).getSession();
    session.addPublicKeyIdentity(new FileKeyPairProvider(Path.of("user_key")).loadKeys(null).iterator().next());
    session.auth().verify(20_000);
    run(Path.of(arguments[2]), SftpClientFactory.instance().createSftpFileSystem(session).getPath(arguments[2]));
    System.exit(0);
  }

EOJ
  echo '}' >>Mina.java
  echo text >file
  timeout 60 "$JAVA" Mina.java "$PORT" "$(id -un)" "$folder/file" >seen 2>errors || {
    cat errors >&2
    exit 2
  }
}

# Erlang and its ssh, of Debian, with more packages.
debian_erlang() {
  debian 'erlang-base=1:25.2.3+dfsg-*' 'erlang-crypto=1:25.2.3+dfsg-*' 'erlang-asn1=1:25.2.3+dfsg-*' \
    'erlang-public-key=1:25.2.3+dfsg-*' 'erlang-ssh=1:25.2.3+dfsg-*' "$@"
  # it knows where it is installed
  sed -i "s,ROOTDIR=/usr/lib/erlang,ROOTDIR=$folder/debian/usr/lib/erlang," debian/usr/lib/erlang/bin/erl
}

# Erlang's SSH daemon with host_key, and the keys in authorized_keys; further options of its, as Erlang has them. Leaves PORT.
start_erlang() {
  mkdir host
  cp host_key host/ssh_host_ed25519_key
  cp authorized_keys host/authorized_keys
  cat >server.escript <<EOT
#!/usr/bin/env escript
%%! -noinput
main(_) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    {ok, Daemon} = ssh:daemon({127, 0, 0, 1}, 0, [{system_dir, "host"}, {user_dir, "host"} $*]),
    {ok, Info} = ssh:daemon_info(Daemon),
    io:format("~b~n", [proplists:get_value(port, Info)]),
    receive never -> ok end.
EOT
  escript server.escript >port 2>server.log &
  await_port
  PORT=$LINE
}

# Perl's Net::SFTP::SftpServer, of Debian, as the program `server`, whose root is the folder home/user.
perl_sftp_server() {
  debian 'libnet-sftp-sftpserver-perl=1.1.0-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
  mkdir -p home/user
  {
    # it ends where nothing takes the system's log
    echo "use Sys::Syslog; BEGIN { Sys::Syslog::setlogsock('stream', '/dev/null') }"
    # shellcheck disable=SC2016
    echo 'use Net::SFTP::SftpServer; Net::SFTP::SftpServer->new(home => "$ENV{HOME}/user")->run();'
  } >server.pl
  {
    echo '#!/bin/sh'
    echo "HOME=$folder/home PERL5LIB=$folder/debian/usr/share/perl5 exec perl $folder/server.pl 2>>$folder/server.log"
  } >server
  chmod +x server
}

# Debian's haproxy, from 127.0.0.1:FROM to 127.0.0.1:TO; further words of its configuration for each of the two.
start_haproxy() {
  FROM=$(free_port)
  TO=$(free_port)
  {
    echo 'defaults'
    printf '  %s 10s\n' 'timeout connect' 'timeout client' 'timeout server'
    printf '%s\n' 'listen one' '  mode tcp' "  bind 127.0.0.1:$FROM $1" "  server two 127.0.0.1:$TO $2"
  } >haproxy.cfg
  "$folder/debian/usr/sbin/haproxy" -f haproxy.cfg >>haproxy.log 2>&1 &
  started="$started $!"
}

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# OpenSSH's client, with user_key; what it needs else is given.
run_ssh() {
  timeout 60 ssh -F none -i user_key -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$PORT" "$@"
}

# The verdict: the behaviour is as it was described, or has changed.
verdict() {
  if [ "$1" = "$2" ]; then
    echo "as described: $2"
  else
    echo "CHANGED: expected '$1', saw '$2'"
    exit 1
  fi
}

# Ruby 3.1 of Debian, with more packages, as ruby3.1.
debian_ruby() {
  debian 'ruby3.1=3.1.7*' 'libruby3.1=3.1.7*' "$@"
  RUBYLIB=$(
    for path in share/rubygems-integration/all/gems/*/lib lib/ruby/vendor_ruby 'lib/*/ruby/vendor_ruby/3.1.0' lib/ruby/3.1.0 \
      'lib/*/ruby/3.1.0'; do
      echo "$folder"/debian/usr/$path
    done | tr ' \n' '::'
  )
  export RUBYLIB
}
