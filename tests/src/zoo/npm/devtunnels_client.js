// A client on Microsoft's dev-tunnels-ssh. It reads no key in OpenSSH's format: KEY.pkcs8 beside it is taken.
'use strict';
const fs = require('fs');
const ssh = require('@microsoft/dev-tunnels-ssh');
const { SshClient } = require('@microsoft/dev-tunnels-ssh-tcp');
const { importKeyFile } = require('@microsoft/dev-tunnels-ssh-keys');
const job = require('./job');

/** The library names the request, but has no message for it. */
class TerminalRequest extends ssh.ChannelRequestMessage {
  constructor() {
    super(ssh.ChannelRequestType.terminal, true);
  }

  onWrite(writer) {
    super.onWrite(writer);
    writer.writeString('xterm', 'ascii');
    for (const number of [80, 24, 0, 0]) writer.writeUInt32(number);
    writer.writeBinary(Buffer.from([0]));
  }
}

async function main() {
  const configuration = new ssh.SshSessionConfiguration();
  if (job.rekey) configuration.keyRotationThreshold = job.rekey;
  const session = await new SshClient(configuration).openSession('127.0.0.1', job.port);
  session.onAuthenticating((event) => {
    event.authenticationPromise = event.publicKey
      .getPublicKeyBytes()
      .then((blob) => (job.isKnown(blob) ? {} : null));
  });
  const credentials = { username: job.user };
  if (job.key) {
    credentials.publicKeys = [await importKeyFile(job.key + '.pkcs8')];
  } else {
    credentials.password = job.password;
  }
  if (!(await session.authenticate(credentials))) throw new Error('not authenticated');
  session.onClosed((event) => job.fail(event.error || 'the session ended'));

  const channel = await session.openChannel();
  channel.onDataReceived((data) => {
    process.stdout.write(data, () => channel.adjustWindow(data.length));
  });
  channel.onExtendedDataReceived((event) => process.stderr.write(event.data));
  let ended = false;
  channel.onClosed((event) => {
    ended = true;
    const status = event.exitSignal ? job.signalled(event.exitSignal) : event.exitStatus ?? 255;
    process.stdout.write('', () => process.exit(status));
  });
  if (job.pty) await channel.request(new TerminalRequest());
  const command = new ssh.CommandRequestMessage();
  command.wantReply = true;
  command.command = job.command;
  if (!(await channel.request(command))) throw new Error('the command was refused');
  try {
    for await (const block of process.stdin) await channel.send(block);
    // no bytes are the end
    await channel.send(Buffer.alloc(0));
  } catch (error) {
    // the command need not wait for the end of its input
    if (!ended) throw error;
  }
}

process.on('unhandledRejection', job.fail);
main().catch(job.fail);
