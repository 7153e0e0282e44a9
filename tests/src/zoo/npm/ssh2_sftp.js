// The files of this machine, for the SFTP of ssh2's server.
'use strict';
const fs = require('fs');
const path = require('path');
const {
  utils: {
    sftp: { OPEN_MODE, STATUS_CODE },
  },
} = require('ssh2');

const STATUSES = { ENOENT: STATUS_CODE.NO_SUCH_FILE, EACCES: STATUS_CODE.PERMISSION_DENIED };
const LARGEST_READ = 262144;
const NAMES_AT_ONCE = 50;

function openFlags(asked) {
  const { constants } = fs;
  const access = { 1: constants.O_RDONLY, 2: constants.O_WRONLY, 3: constants.O_RDWR };
  return [
    [OPEN_MODE.APPEND, constants.O_APPEND],
    [OPEN_MODE.CREAT, constants.O_CREAT],
    [OPEN_MODE.TRUNC, constants.O_TRUNC],
    [OPEN_MODE.EXCL, constants.O_EXCL],
  ].reduce((flags, [bit, flag]) => (asked & bit ? flags | flag : flags), access[asked & 3]);
}

function attributes(found) {
  const { mode, uid, gid, size } = found;
  return { mode, uid, gid, size, atime: Math.floor(found.atimeMs / 1000), mtime: Math.floor(found.mtimeMs / 1000) };
}

function change(file, { size, mode, atime, mtime }) {
  if (size !== undefined) fs.truncateSync(file, size);
  if (mode !== undefined) fs.chmodSync(file, mode & 0o777);
  if (mtime !== undefined) fs.utimesSync(file, atime, mtime);
}

function changeOpen(file, { size, mode, atime, mtime }) {
  if (size !== undefined) fs.ftruncateSync(file, size);
  if (mode !== undefined) fs.fchmodSync(file, mode & 0o777);
  if (mtime !== undefined) fs.futimesSync(file, atime, mtime);
}

function entry(folder, filename) {
  return { filename, longname: filename, attrs: attributes(fs.lstatSync(path.join(folder, filename))) };
}

function serveFiles(files) {
  const opened = new Map();
  let last = 0;

  function handleOf(value) {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(++last);
    opened.set(last, value);
    return handle;
  }

  function at(handle) {
    return opened.get(handle.readUInt32BE());
  }

  // what answers otherwise than with a status says so by true
  function on(request, act) {
    files.on(request, (id, ...rest) => {
      try {
        if (act(id, ...rest) !== true) files.status(id, STATUS_CODE.OK);
      } catch (error) {
        files.status(id, STATUSES[error.code] || STATUS_CODE.FAILURE, error.message);
      }
    });
  }

  function end(id) {
    files.status(id, STATUS_CODE.EOF);
    return true;
  }

  function tell(id, found) {
    files.attrs(id, attributes(found));
    return true;
  }

  on('OPEN', (id, name, flags, { mode }) => {
    files.handle(id, handleOf(fs.openSync(name, openFlags(flags), mode === undefined ? 0o666 : mode & 0o777)));
    return true;
  });
  on('READ', (id, handle, offset, length) => {
    const block = Buffer.alloc(Math.min(length, LARGEST_READ));
    const count = fs.readSync(at(handle), block, 0, block.length, offset);
    if (count === 0) return end(id);
    files.data(id, block.subarray(0, count));
    return true;
  });
  on('WRITE', (id, handle, offset, data) => {
    fs.writeSync(at(handle), data, 0, data.length, offset);
  });
  on('CLOSE', (id, handle) => {
    const value = at(handle);
    opened.delete(handle.readUInt32BE());
    if (typeof value === 'number') fs.closeSync(value);
  });
  on('OPENDIR', (id, folder) => {
    files.handle(id, handleOf({ folder, names: ['.', '..', ...fs.readdirSync(folder)] }));
    return true;
  });
  on('READDIR', (id, handle) => {
    const { folder, names } = at(handle);
    if (names.length === 0) return end(id);
    files.name(id, names.splice(0, NAMES_AT_ONCE).map((name) => entry(folder, name)));
    return true;
  });
  on('STAT', (id, name) => tell(id, fs.statSync(name)));
  on('LSTAT', (id, name) => tell(id, fs.lstatSync(name)));
  on('FSTAT', (id, handle) => tell(id, fs.fstatSync(at(handle))));
  on('SETSTAT', (id, name, wanted) => change(name, wanted));
  on('FSETSTAT', (id, handle, wanted) => changeOpen(at(handle), wanted));
  on('MKDIR', (id, name) => fs.mkdirSync(name));
  on('RMDIR', (id, name) => fs.rmdirSync(name));
  on('REMOVE', (id, name) => fs.unlinkSync(name));
  on('RENAME', (id, from, to) => {
    // what is there already stays
    if (fs.existsSync(to)) throw new Error('it is there already');
    fs.renameSync(from, to);
  });
  on('SYMLINK', (id, link, target) => fs.symlinkSync(target, link));
  on('READLINK', (id, name) => {
    files.name(id, [{ filename: fs.readlinkSync(name) }]);
    return true;
  });
  on('REALPATH', (id, name) => {
    files.name(id, [{ filename: path.resolve(name) }]);
    return true;
  });
}

module.exports = { serveFiles };
