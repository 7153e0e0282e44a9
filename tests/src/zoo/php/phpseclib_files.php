<?php
// Files by phpseclib 3: reads what is to be done, a line each, and says how it went. Fields between tabs.
// Arguments: port, user, key, known_hosts.
require '/usr/share/php/phpseclib3/autoload.php';

use phpseclib3\Crypt\PublicKeyLoader;
use phpseclib3\Net\SFTP;

[, $port, $user, $key, $known_hosts] = $argv;
// it waits for as long as it takes, not for ten seconds
$files = new SFTP('127.0.0.1', (int) $port, 0);
$known = array_map(
    fn (string $line): string => implode(' ', array_slice(explode(' ', $line), 1, 2)),
    file($known_hosts, FILE_IGNORE_NEW_LINES)
);
if (!in_array($files->getServerPublicHostKey(), $known, true)) {
    fwrite(STDERR, "the host key is not known\n");
    exit(255);
}
if (!$files->login($user, PublicKeyLoader::load(file_get_contents($key)))) {
    fwrite(STDERR, "not let in\n");
    exit(255);
}
while (($line = fgets(STDIN)) !== false) {
    $fields = explode("\t", rtrim($line, "\n"));
    $result = match ($fields[0]) {
        'mkdir' => $files->mkdir($fields[1]),
        'put' => $files->put($fields[2], $fields[1], SFTP::SOURCE_LOCAL_FILE),
        'get' => $files->get($fields[1], $fields[2]),
        'list' => $files->nlist($fields[1]),
        'stat' => ($found = $files->stat($fields[1])) ? [$found['size'], $found['mtime']] : false,
        'rename' => $files->rename($fields[1], $fields[2]),
        'symlink' => $files->symlink($fields[1], $fields[2]),
        'remove' => $files->delete($fields[1], false),
        'rmdir' => $files->rmdir($fields[1]),
    };
    $answer = is_array($result) ? ['ok', ...$result] : ($result ? ['ok'] : ['failed', $files->getLastSFTPError()]);
    fwrite(STDOUT, implode("\t", $answer) . "\n");
}
