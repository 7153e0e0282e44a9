#!/bin/sh
# Erlang/OTP 25 (Debian 12): a daemon with {exec, {direct, Fun}} can tell a client two exit statuses only: 0 for {ok, Text}, and
# 255 for {error, Reason} and whatever else. A function has no way to say 1, 2 or 42, which grep, diff and test mean something by.
. "$(dirname "$0")/common.sh"
debian 'erlang-base=1:25.2.3+dfsg-*' 'erlang-crypto=1:25.2.3+dfsg-*' 'erlang-asn1=1:25.2.3+dfsg-*' \
  'erlang-public-key=1:25.2.3+dfsg-*' 'erlang-ssh=1:25.2.3+dfsg-*' 'openssh-client=1:9.2p1-*'
# it knows where it is installed
sed -i "s,ROOTDIR=/usr/lib/erlang,ROOTDIR=$folder/debian/usr/lib/erlang," debian/usr/lib/erlang/bin/erl
keys
mkdir host
cp host_key host/ssh_host_ed25519_key
cp user_key.pub host/authorized_keys
cat >server.escript <<'EOF'
#!/usr/bin/env escript
%%! -noinput
main(_) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    Run = fun("ok") -> {ok, "text"};
             ("ok status") -> {ok, 42};
             ("error status") -> {error, 42};
             ("status") -> {exit_status, 42};
             ("exit") -> exit(42) end,
    {ok, Daemon} = ssh:daemon({127, 0, 0, 1}, 0,
                              [{system_dir, "host"}, {user_dir, "host"}, {exec, {direct, Run}}]),
    {ok, Info} = ssh:daemon_info(Daemon),
    io:format("~b~n", [proplists:get_value(port, Info)]),
    receive never -> ok end.
EOF
escript server.escript >port 2>server.log &
started="$started $!"
await_line port
PORT=$LINE
seen=
for command in ok 'ok status' 'error status' status exit; do
  run_ssh -l user 127.0.0.1 "$command" </dev/null >output 2>&1
  status=$?
  echo "$command: status $status, $(tr '\n' ' ' <output)"
  seen="$seen $status"
done
verdict ' 0 0 255 255 255' "$seen"
