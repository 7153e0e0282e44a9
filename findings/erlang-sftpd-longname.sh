#!/bin/sh
# Erlang/OTP 25 (Debian 12), its SFTP server: the longname of a file, for lists as those of `ls -l` (draft-ietf-secsh-filexfer-02 §7), begins
# with `s` for a symbolic link, which ls has for a socket, and ends with a line end: `ls -l` of OpenSSH's sftp, which shows it, has an empty
# line below each file. The permissions that come with it are those of a link.
. "$(dirname "$0")/common.sh"
debian 'erlang-base=1:25.2.3+dfsg-*' 'erlang-crypto=1:25.2.3+dfsg-*' 'erlang-asn1=1:25.2.3+dfsg-*' \
  'erlang-public-key=1:25.2.3+dfsg-*' 'erlang-ssh=1:25.2.3+dfsg-*' 'openssh-client=1:9.2p1-*' 'openssh-server=1:9.2p1-*' \
  'openssh-sftp-server=1:9.2p1-*'
# it knows where it is installed
sed -i "s,ROOTDIR=/usr/lib/erlang,ROOTDIR=$folder/debian/usr/lib/erlang," debian/usr/lib/erlang/bin/erl
keys
mkdir host far
cp host_key host/ssh_host_ed25519_key
cp user_key.pub host/authorized_keys
: >far/file
ln -s file far/link
cat >server.escript <<'EOF'
#!/usr/bin/env escript
%%! -noinput
main(_) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    {ok, Daemon} = ssh:daemon({127, 0, 0, 1}, 0, [{system_dir, "host"}, {user_dir, "host"}]),
    {ok, Info} = ssh:daemon_info(Daemon),
    io:format("~b~n", [proplists:get_value(port, Info)]),
    receive never -> ok end.
EOF
{
  echo "cd $folder/far"
  echo 'ls -l'
} >commands
list() {
  timeout 60 sftp -q -F none -i user_key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o LogLevel=ERROR -P "$PORT" -b commands "$(id -un)@127.0.0.1" >output || exit 2
  cat -A output >&2
  grep -v '^sftp>' output | sed 's/^$/empty/;s/^\(.\).* /\1 /' | tr '\n' ';'
}
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
echo "OpenSSH: $(list)" >seen
escript server.escript >port 2>server.log &
started="$started $!"
await_line port
PORT=$LINE
echo "Erlang: $(list)" >>seen
verdict 'OpenSSH: - file;l link;
Erlang: - file;empty;s link;empty;' "$(cat seen)"
