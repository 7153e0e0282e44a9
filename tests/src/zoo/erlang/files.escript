#!/usr/bin/env escript
%%! -noinput
%% Files by Erlang's ssh_sftp: reads what is to be done, a line each, and says how it went. Fields between
%% tabs. Arguments: port, user, key, known_hosts.
-mode(compile).
-include_lib("kernel/include/file.hrl").
-define(YEAR_1970, 62167219200).

main([Port, User, Key, KnownHosts]) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    Folder = string:trim(os:cmd("mktemp -d")),
    {ok, _} = file:copy(KnownHosts, filename:join(Folder, "known_hosts")),
    {ok, _} = file:copy(Key, filename:join(Folder, "id_ed25519")),
    Options = [{user, User}, {user_dir, Folder}, {user_interaction, false}, {silently_accept_hosts, false},
               {pref_public_key_algs, ['ssh-ed25519']}, {auth_methods, "publickey"}],
    {ok, Files, _} = ssh_sftp:start_channel("127.0.0.1", list_to_integer(Port), Options),
    Streams = open_port({fd, 0, 1}, [{line, 65536}, binary, eof]),
    loop(Files, Streams),
    file:del_dir_r(Folder),
    erlang:halt(0).

loop(Files, Streams) ->
    receive
        {Streams, eof} -> ok;
        {Streams, {data, {eol, Line}}} ->
            [Verb | Paths] = binary:split(Line, <<"\t">>, [global]),
            Answer =
                case 'do'(Verb, Files, [unicode:characters_to_list(Path) || Path <- Paths]) of
                    ok -> "ok";
                    {ok, #file_info{size = Size, mtime = Modified}} ->
                        Seconds = calendar:datetime_to_gregorian_seconds(Modified),
                        io_lib:format("ok\t~b\t~b", [Size, Seconds - ?YEAR_1970]);
                    {ok, Names} -> ["ok" | [["\t", Name] || Name <- Names]];
                    {error, Reason} -> io_lib:format("failed\t~p", [Reason])
                end,
            port_command(Streams, unicode:characters_to_binary([Answer, "\n"])),
            loop(Files, Streams)
    end.

'do'(<<"mkdir">>, Files, [Path]) -> ssh_sftp:make_dir(Files, Path);
'do'(<<"put">>, Files, [Local, Remote]) ->
    {ok, Data} = file:read_file(Local),
    ssh_sftp:write_file(Files, Remote, Data);
'do'(<<"get">>, Files, [Remote, Local]) ->
    case ssh_sftp:read_file(Files, Remote) of
        {ok, Data} -> file:write_file(Local, Data);
        Problem -> Problem
    end;
'do'(<<"list">>, Files, [Path]) -> ssh_sftp:list_dir(Files, Path);
'do'(<<"stat">>, Files, [Path]) -> ssh_sftp:read_file_info(Files, Path);
'do'(<<"rename">>, Files, [From, To]) -> ssh_sftp:rename(Files, From, To);
%% it sends first what it calls the link, to everybody; for OpenSSH that is the target
'do'(<<"symlink">>, Files, [Target, Link]) -> ssh_sftp:make_symlink(Files, Target, Link);
'do'(<<"remove">>, Files, [Path]) -> ssh_sftp:delete(Files, Path);
'do'(<<"rmdir">>, Files, [Path]) -> ssh_sftp:del_dir(Files, Path).
