/** Writes one file and prints what became of it: started by hosts-file.test.ts inside a mount namespace. */
import { checkWritable } from './check-writable.ts';
import { readHostsFile } from './read-hosts-file.ts';
import { writeHostsFile } from './write-hosts-file.ts';

const [path = '', action] = process.argv.slice(2);
const read = readHostsFile(path);
if (!read.ok) throw new Error(read.kind);
const next = Buffer.from('127.0.0.1 localhost\n18.205.93.1 bitbucket.org\n');
const outcome =
  action === 'check'
    ? checkWritable(path)
    : writeHostsFile({ path, expectedSha256: read.value.sha256, next });
console.log(JSON.stringify(outcome));
