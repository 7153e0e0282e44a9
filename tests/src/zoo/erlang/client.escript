#!/usr/bin/env escript
%%! -noinput
%% A client on Erlang's ssh. It looks for keys and known hosts in a folder, by their usual names.

main([Command]) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    Folder = string:trim(os:cmd("mktemp -d")),
    {ok, _} = file:copy(os:getenv("ZOO_KNOWN_HOSTS"), filename:join(Folder, "known_hosts")),
    Options = [{user, os:getenv("ZOO_USER")}, {user_dir, Folder}, {user_interaction, false},
               {silently_accept_hosts, false}] ++ method(Folder) ++ rekey(),
    Port = list_to_integer(os:getenv("ZOO_PORT")),
    %% the folder stays to the end: it is looked into at each exchange of keys
    Status =
        case ssh:connect("127.0.0.1", Port, Options) of
            {ok, Connection} -> run(Connection, Command);
            {error, Reason} -> io:format(standard_error, "~p~n", [Reason]), 255
        end,
    file:del_dir_r(Folder),
    erlang:halt(Status).

method(Folder) ->
    case os:getenv("ZOO_KEY") of
        false ->
            [{password, os:getenv("ZOO_PASSWORD")}, {auth_methods, "password"}];
        Key ->
            {Name, Algorithms} = kind(Key),
            {ok, _} = file:copy(Key, filename:join(Folder, Name)),
            {ok, _} = file:copy(Key ++ ".pub", filename:join(Folder, Name ++ ".pub")),
            [{pref_public_key_algs, Algorithms}, {auth_methods, "publickey"}]
    end.

kind(Key) ->
    {ok, Line} = file:read_file(Key ++ ".pub"),
    case hd(binary:split(Line, <<" ">>)) of
        <<"ssh-ed25519">> -> {"id_ed25519", ['ssh-ed25519']};
        <<"ssh-rsa">> -> {"id_rsa", ['rsa-sha2-512', 'rsa-sha2-256']};
        <<"ecdsa-sha2-nistp256">> -> {"id_ecdsa", ['ecdsa-sha2-nistp256']}
    end.

rekey() ->
    case os:getenv("ZOO_REKEY") of
        false -> [];
        Bytes -> [{rekey_limit, list_to_integer(Bytes)}]
    end.

run(Connection, Command) ->
    {ok, Channel} = ssh_connection:session_channel(Connection, infinity),
    case os:getenv("ZOO_PTY") of
        false -> ok;
        _ -> success = ssh_connection:ptty_alloc(Connection, Channel, [{term, "xterm"}, {width, 80}, {height, 24}])
    end,
    Streams = open_port({fd, 0, 1}, [stream, binary, eof]),
    success = ssh_connection:exec(Connection, Channel, Command, infinity),
    %% sending waits for the window: not where receiving is done
    Sender = spawn_link(fun() -> send(Connection, Channel) end),
    receive_all(Connection, Channel, Streams, Sender, 255).

send(Connection, Channel) ->
    receive
        eof -> ssh_connection:send_eof(Connection, Channel);
        Data -> ssh_connection:send(Connection, Channel, Data, infinity), send(Connection, Channel)
    end.

receive_all(Connection, Channel, Streams, Sender, Status) ->
    receive
        {Streams, {data, Data}} ->
            Sender ! Data,
            receive_all(Connection, Channel, Streams, Sender, Status);
        {Streams, eof} ->
            Sender ! eof,
            receive_all(Connection, Channel, Streams, Sender, Status);
        {ssh_cm, Connection, {data, Channel, 0, Data}} ->
            port_command(Streams, Data),
            ssh_connection:adjust_window(Connection, Channel, byte_size(Data)),
            receive_all(Connection, Channel, Streams, Sender, Status);
        {ssh_cm, Connection, {data, Channel, 1, Data}} ->
            io:put_chars(standard_error, Data),
            ssh_connection:adjust_window(Connection, Channel, byte_size(Data)),
            receive_all(Connection, Channel, Streams, Sender, Status);
        {ssh_cm, Connection, {exit_status, Channel, New}} ->
            receive_all(Connection, Channel, Streams, Sender, New);
        {ssh_cm, Connection, {exit_signal, Channel, Name, _, _}} ->
            io:format(standard_error, "signal ~s~n", [Name]),
            receive_all(Connection, Channel, Streams, Sender, 255);
        {ssh_cm, Connection, {closed, Channel}} ->
            Status;
        {ssh_cm, Connection, {eof, Channel}} ->
            receive_all(Connection, Channel, Streams, Sender, Status)
    end.
