// What every client of the zoo is told: see org.sshlite.tests.zoo.Driver.
'use strict';
const fs = require('fs');

const env = (name) => process.env['ZOO_' + name];

module.exports = {
  /** In milliseconds: for a machine with other things to do. */
  patience: 90000,

  port: Number(env('PORT')),
  user: env('USER'),
  password: env('PASSWORD'),
  key: env('KEY'),
  pty: env('PTY') !== undefined,
  rekey: Number(env('REKEY') || 0),
  command: process.argv[2],

  isKnown(blob) {
    return fs
      .readFileSync(env('KNOWN_HOSTS'), 'utf8')
      .split('\n')
      .some((line) => line.split(' ')[2] === blob.toString('base64'));
  },

  signalled(name) {
    process.stderr.write(`signal ${name.replace(/^SIG/, '')}\n`);
    return 255;
  },

  fail(error) {
    process.stderr.write(`${error.stack || error}\n`);
    process.exit(255);
  },
};
