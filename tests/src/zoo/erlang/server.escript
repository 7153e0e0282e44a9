#!/usr/bin/env escript
%%! -noinput
%% A server on Erlang's ssh. A command is run by a channel of our own making: what the daemon has for
%% that tells no status but 0 and 255. On pipes.
-mode(compile).
-behaviour(ssh_server_channel).
-export([init/1, handle_msg/2, handle_ssh_msg/2, terminate/2]).

main([]) ->
    ok = logger:set_primary_config(level, none),
    {ok, _} = application:ensure_all_started(ssh),
    Folder = string:trim(os:cmd("mktemp -d")),
    {ok, _} = file:copy(os:getenv("ZOO_HOST_KEY"), filename:join(Folder, "ssh_host_ed25519_key")),
    {ok, _} = file:copy(os:getenv("ZOO_AUTHORIZED_KEYS"), filename:join(Folder, "authorized_keys")),
    {ok, Daemon} =
        ssh:daemon({127, 0, 0, 1}, 0,
                   [{system_dir, Folder}, {user_dir, Folder},
                    {user_passwords, [{os:getenv("ZOO_USER"), os:getenv("ZOO_PASSWORD")}]},
                    {ssh_cli, {?MODULE, []}}] ++ rekey()),
    {ok, Info} = ssh:daemon_info(Daemon),
    io:format("~b~n", [proplists:get_value(port, Info)]),
    receive never -> ok end.

rekey() ->
    case os:getenv("ZOO_REKEY") of
        false -> [];
        Bytes -> [{rekey_limit, list_to_integer(Bytes)}]
    end.

init([]) -> {ok, none}.

handle_msg({ssh_channel_up, Channel, Connection}, none) ->
    {ok, {Connection, Channel, none}};
handle_msg({Process, {data, Data}}, {Connection, Channel, Process} = State) ->
    ssh_connection:send(Connection, Channel, Data, infinity),
    {ok, State};
handle_msg({Process, {exit_status, Status}}, {Connection, Channel, Process} = State) ->
    ssh_connection:exit_status(Connection, Channel, Status),
    ssh_connection:send_eof(Connection, Channel),
    {stop, Channel, State}.

handle_ssh_msg({ssh_cm, Connection, {exec, Channel, Reply, Command}}, _) ->
    Process = open_port({spawn_executable, "/bin/bash"},
                        [{args, ["-c", Command]}, stream, binary, exit_status]),
    ssh_connection:reply_request(Connection, Reply, success, Channel),
    {ok, {Connection, Channel, Process}};
handle_ssh_msg({ssh_cm, _, {data, _, 0, Data}}, {_, _, Process} = State) ->
    port_command(Process, Data),
    {ok, State};
handle_ssh_msg({ssh_cm, Connection, {pty, Channel, Reply, _}}, State) ->
    ssh_connection:reply_request(Connection, Reply, success, Channel),
    {ok, State};
handle_ssh_msg({ssh_cm, Connection, {env, Channel, Reply, _, _}}, State) ->
    ssh_connection:reply_request(Connection, Reply, failure, Channel),
    {ok, State};
handle_ssh_msg(_, State) ->
    {ok, State}.

terminate(_, _) -> ok.
