// A server on ssh2: it runs commands as processes, on pipes, and serves files.
'use strict';
const fs = require('fs');
const { spawn } = require('child_process');
const { Server, utils } = require('ssh2');
const { serveFiles } = require('./ssh2_sftp.js');

const env = (name) => process.env['ZOO_' + name];

const authorized = fs
  .readFileSync(env('AUTHORIZED_KEYS'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => utils.parseKey(line));

function isRight(context) {
  if (context.username !== env('USER')) return false;
  if (context.method === 'password') return context.password === env('PASSWORD');
  if (context.method !== 'publickey') return false;
  const key = authorized.find((each) => each.getPublicSSH().equals(context.key.data));
  if (key === undefined) return false;
  // without a signature it is only asked whether the key would do
  return !context.signature || key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function run(channel, command) {
  const child = spawn('/bin/bash', ['-c', command]);
  channel.pipe(child.stdin);
  child.stdin.on('error', () => {});
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('close', (status, signal) => {
    if (signal) channel.exit(signal.replace(/^SIG/, ''));
    else channel.exit(status);
    channel.end();
  });
}

const server = new Server({ hostKeys: [fs.readFileSync(env('HOST_KEY'))] }, (client) => {
  client.on('error', (error) => process.stderr.write(`${error.stack}\n`));
  client.on('authentication', (context) => {
    if (isRight(context)) context.accept();
    else context.reject(['publickey', 'password']);
  });
  client.on('ready', () => {
    client.on('session', (accept) => {
      const session = accept();
      session.on('pty', (acceptPty) => acceptPty && acceptPty());
      session.on('sftp', (acceptFiles) => serveFiles(acceptFiles()));
      session.on('exec', (acceptExec, reject, info) => run(acceptExec(), info.command));
    });
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
