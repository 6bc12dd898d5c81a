import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Puts key.pem and cert.pem of a name that no authority vouches for into a folder; they last two days. */
export function makeTestCertificate(folder: string): void {
  spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=other.example', '-addext', 'subjectAltName=DNS:other.example'],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
  ]);
}
