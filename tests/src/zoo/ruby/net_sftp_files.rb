# Files by Net::SFTP: reads what is to be done, a line each, and says how it went. Fields between tabs.
# Arguments: port, user, key, known_hosts.
require 'net/sftp'
require_relative 'login'

port, user, key, known_hosts = ARGV

verbs = {
  'mkdir' => ->(files, path) { files.mkdir!(path) },
  'put' => ->(files, local, remote) { files.upload!(local, remote) },
  'get' => ->(files, remote, local) { files.download!(remote, local) },
  'list' => ->(files, path) { files.dir.entries(path).map(&:name) },
  'stat' => ->(files, path) { files.stat!(path).then { |found| [found.size, found.mtime] } },
  'rename' => ->(files, from, to) { files.rename!(from, to) },
  'symlink' => ->(files, target, link) { files.symlink!(target, link) },
  'remove' => ->(files, path) { files.remove!(path) },
  'rmdir' => ->(files, path) { files.rmdir!(path) }
}

$stdout.sync = true
Net::SFTP.start('127.0.0.1', user, login_options(port, key, known_hosts)) do |files|
  $stdin.each_line(chomp: true) do |line|
    verb, *paths = line.split("\t")
    begin
      answer = verbs.fetch(verb).call(files, *paths)
      puts ['ok', *(answer if answer.is_a?(Array))].join("\t")
    rescue StandardError => e
      puts "failed\t#{e.message.lines.first&.chomp}"
    end
  end
end
