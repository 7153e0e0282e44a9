# A client on Net::SSH. What it is told: see org.sshlite.tests.zoo.Driver.
require 'net/ssh'
require 'tmpdir'

job = ->(name) { ENV["ZOO_#{name}"] }

# 7.0.1 reads an ECDSA key in OpenSSH's format without its private half: findings/net-ssh-ecdsa.sh
def readable(key)
  copy = File.join(Dir.mktmpdir, 'key')
  at_exit { FileUtils.rm_rf(File.dirname(copy)) }
  FileUtils.cp(key, copy)
  system('ssh-keygen', '-q', '-p', '-m', 'PEM', '-P', '', '-N', '', '-f', copy, out: File::NULL) || abort
  copy
end

options = {
  port: job['PORT'].to_i,
  config: false,
  non_interactive: true,
  use_agent: false,
  verify_host_key: :always,
  user_known_hosts_file: [job['KNOWN_HOSTS']],
  global_known_hosts_file: [],
  auth_methods: [job['PASSWORD'] ? 'password' : 'publickey'],
  password: job['PASSWORD'],
  keys: [job['KEY']].compact.map { |key| readable(key) },
  keys_only: true
}
options[:rekey_limit] = job['REKEY'].to_i if job['REKEY']

status = 255
Net::SSH.start('127.0.0.1', job['USER'], options) do |session|
  session.open_channel do |channel|
    channel.request_pty if job['PTY']
    channel.exec(ARGV[0]) do |_, started|
      abort 'the command was not started' unless started
      channel.on_data { |_, data| $stdout.write(data) }
      channel.on_extended_data { |_, _, data| $stderr.write(data) }
      channel.on_request('exit-status') { |_, data| status = data.read_long }
      channel.on_request('exit-signal') { |_, data| $stderr.puts "signal #{data.read_string}" }
      channel.send_data($stdin.binmode.read)
      channel.eof!
    end
  end
  session.loop
end
$stdout.flush
exit status
