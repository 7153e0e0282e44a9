// Files by ssh2: reads what is to be done, a line each, and says how it went. Fields between tabs.
// Arguments: port, user, key, known_hosts.
'use strict';
const fs = require('fs');
const readline = require('readline');
const { Client } = require('ssh2');

const [port, username, key, knownHosts] = process.argv.slice(2);
const isKnown = (blob) =>
  fs
    .readFileSync(knownHosts, 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[2] === blob.toString('base64'));

const verbs = {
  mkdir: (files, [path], done) => files.mkdir(path, done),
  put: (files, [local, remote], done) => files.fastPut(local, remote, done),
  get: (files, [remote, local], done) => files.fastGet(remote, local, done),
  list: (files, [path], done) =>
    files.readdir(path, (error, list) => done(error, ...(list || []).map((each) => each.filename))),
  stat: (files, [path], done) =>
    files.stat(path, (error, found) => done(error, ...(found ? [found.size, found.mtime] : []))),
  rename: (files, [from, to], done) => files.rename(from, to, done),
  symlink: (files, [target, link], done) => files.symlink(target, link, done),
  remove: (files, [path], done) => files.unlink(path, done),
  rmdir: (files, [path], done) => files.rmdir(path, done),
};

const client = new Client();
client.on('error', (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(255);
});
client.on('ready', () =>
  client.sftp((refused, files) => {
    if (refused) throw refused;
    const lines = readline.createInterface({ input: process.stdin });
    lines.on('close', () => process.exit(0));
    lines.on('line', (line) => {
      const [verb, ...paths] = line.split('\t');
      verbs[verb](files, paths, (error, ...names) =>
        process.stdout.write(error ? `failed\t${error.message}\n` : `${['ok', ...names].join('\t')}\n`),
      );
    });
  }),
);
client.connect({
  host: '127.0.0.1',
  port: Number(port),
  username,
  privateKey: fs.readFileSync(key),
  hostVerifier: isKnown,
  // for a machine with other things to do
  readyTimeout: 90000,
});
