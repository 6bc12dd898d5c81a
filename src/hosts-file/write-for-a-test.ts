/** Writes one file and prints what became of it: started by hosts-file.test.ts inside a mount namespace. */
import { readHostsFile } from './read-hosts-file.ts';
import { writeHostsFile } from './write-hosts-file.ts';

const path = process.argv[2] ?? '';
const read = readHostsFile(path);
if (!read.ok) throw new Error(read.kind);
const next = Buffer.from('127.0.0.1 localhost\n18.205.93.1 bitbucket.org\n');
console.log(JSON.stringify(writeHostsFile({ path, expectedSha256: read.value.sha256, next })));
