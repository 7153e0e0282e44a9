#!/bin/sh
# Erlang/OTP 25 (Debian 12), its SFTP client: ssh_sftp:read/3 moves the position by as many bytes as were asked for, not by those that came.
# After a read of 100 bytes from a file of 10, position/3 names 100 for `cur`, and for `eof` too, and what is written there leaves 90 bytes
# of zeros before it. The module file, whose terms the client takes, has 10 for both.
. "$(dirname "$0")/common.sh"
debian_erlang 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
mkdir user
cp user_key user/id_ed25519
cat >client.escript <<'EOF'
#!/usr/bin/env escript
%%! -noinput
main([Port, User, Near, Far]) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    {ok, Files, _} = ssh_sftp:start_channel("127.0.0.1", list_to_integer(Port),
                                            [{user, User}, {user_dir, "user"}, {silently_accept_hosts, true},
                                             {user_interaction, false}]),
    {ok, Local} = file:open(Near, [read, write]),
    {ok, Remote} = ssh_sftp:open(Files, Far, [read, write]),
    run("file", Near, fun(Count) -> file:read(Local, Count) end, fun(Where) -> file:position(Local, Where) end,
        fun(Text) -> file:write(Local, Text) end),
    run("ssh_sftp", Far, fun(Count) -> ssh_sftp:read(Files, Remote, Count) end,
        fun(Where) -> ssh_sftp:position(Files, Remote, Where) end, fun(Text) -> ssh_sftp:write(Files, Remote, Text) end).
run(Name, Path, Read, Position, Write) ->
    {ok, Text} = Read(100),
    {ok, Current} = Position(cur),
    {ok, End} = Position(eof),
    ok = Write("XX"),
    io:format("~s: read ~b, cur ~b, eof ~b, size then ~b~n", [Name, length(Text), Current, End, filelib:file_size(Path)]).
EOF
printf 0123456789 | tee near >far
timeout 60 escript client.escript "$PORT" "$(id -un)" "$folder/near" "$folder/far" >seen 2>errors || {
  cat errors >&2
  exit 2
}
verdict 'file: read 10, cur 10, eof 10, size then 12
ssh_sftp: read 10, cur 100, eof 100, size then 102' "$(cat seen)"
