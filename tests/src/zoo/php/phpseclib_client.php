<?php
// A client on phpseclib 3. What it is told: see org.sshlite.tests.zoo.Driver.
require '/usr/share/php/phpseclib3/autoload.php';

use phpseclib3\Crypt\PublicKeyLoader;
use phpseclib3\Net\SSH2;

function job(string $name): ?string
{
    $value = getenv('ZOO_' . $name);
    return $value === false ? null : $value;
}

function fail(string $why): never
{
    fwrite(STDERR, $why . "\n");
    exit(255);
}

// it waits for as long as it takes, not for ten seconds
$session = new SSH2('127.0.0.1', (int) job('PORT'), 0);
$known = array_map(
    fn (string $line): string => implode(' ', array_slice(explode(' ', $line), 1, 2)),
    file(job('KNOWN_HOSTS'), FILE_IGNORE_NEW_LINES)
);
if (!in_array($session->getServerPublicHostKey(), $known, true)) {
    fail('the host key is not known');
}
$secret = job('PASSWORD') ?? PublicKeyLoader::load(file_get_contents(job('KEY')));
if (!$session->login(job('USER'), $secret)) {
    fail('not let in');
}
if (job('PTY') !== null) {
    $session->enablePTY();
}
$output = fn (string $data) => fwrite(STDOUT, $data) && false;
if (job('PTY') !== null) {
    $session->exec($argv[1]);
    while (is_string($data = $session->read('', SSH2::READ_NEXT))) {
        $output($data);
    }
} else {
    $session->exec($argv[1], $output);
    fwrite(STDERR, $session->getStdError());
}
$status = $session->getExitStatus();
exit($status === false ? 255 : $status);
