// A client on ssh2.
'use strict';
const fs = require('fs');
const { Client } = require('ssh2');
const job = require('./job');

const client = new Client();
client.on('error', job.fail);
client.on('close', () => job.fail('the connection ended'));
client.on('ready', () => {
  const options = job.pty ? { pty: { term: 'xterm', cols: 80, rows: 24 } } : {};
  client.exec(job.command, options, (error, channel) => {
    if (error) return job.fail(error);
    channel.stdout.pipe(process.stdout);
    channel.stderr.pipe(process.stderr);
    process.stdin.pipe(channel);
    let status = 255;
    channel.on('exit', (code, signal) => {
      status = signal ? job.signalled(signal) : code;
    });
    channel.on('close', () => {
      client.removeAllListeners('close');
      client.end();
      // what was written to the pipe is out before this
      process.stdout.write('', () => process.exit(status));
    });
  });
});
client.connect({
  host: '127.0.0.1',
  port: job.port,
  username: job.user,
  password: job.password,
  privateKey: job.key && fs.readFileSync(job.key),
  hostVerifier: job.isKnown,
  readyTimeout: job.patience,
});
