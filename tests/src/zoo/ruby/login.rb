# Options of a login by a key, for what moves files.
def login_options(port, key, known_hosts)
  {
    port: port.to_i,
    config: false,
    non_interactive: true,
    use_agent: false,
    verify_host_key: :always,
    user_known_hosts_file: [known_hosts],
    global_known_hosts_file: [],
    auth_methods: ['publickey'],
    keys: [key],
    keys_only: true
  }
end
