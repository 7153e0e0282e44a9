# A folder by Net::SCP. Arguments: port, user, key, known_hosts, put or get, from, to.
require 'net/scp'
require_relative 'login'

port, user, key, known_hosts, verb, from, to = ARGV
Net::SCP.start('127.0.0.1', user, login_options(port, key, known_hosts)) do |files|
  case verb
  when 'put' then files.upload!(from, to, recursive: true, preserve: true)
  when 'get' then files.download!(from, to, recursive: true, preserve: true)
  end
end
