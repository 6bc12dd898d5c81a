import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

export const SERVICE_NAMES = ['bitbucket.org', 'ssh.bitbucket.org', 'altssh.bitbucket.org'] as const;

export const certificateFiles = (folder: string) => ({
  authority: join(folder, 'ca.pem'),
  authorityKey: join(folder, 'ca.key'),
  certificate: join(folder, 'service.pem'),
  key: join(folder, 'service.key'),
});

const newKey = (file: string): void => {
  runTool('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file]);
};

/** The laboratory's own authority and the certificate of the service; they live and die with its folder. */
export function makeCertificates(folder: string): void {
  const { authority, authorityKey, certificate, key } = certificateFiles(folder);
  const settings = join(folder, 'service.cnf');
  const request = join(folder, 'service.csr');
  const names = SERVICE_NAMES.map((name) => `DNS:${name}`).join(',');
  writeFileSync(
    settings,
    `subjectAltName=${names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
  );
  newKey(authorityKey);
  runTool('openssl', [
    ...['req', '-x509', '-new', '-key', authorityKey, '-days', '7', '-out', authority],
    ...['-subj', '/CN=Laboratory authority, not for the real world'],
  ]);
  newKey(key);
  runTool('openssl', ['req', '-new', '-key', key, '-subj', '/CN=bitbucket.org', '-out', request]);
  runTool('openssl', [
    ...['x509', '-req', '-in', request, '-CA', authority, '-CAkey', authorityKey, '-CAcreateserial'],
    ...['-days', '7', '-extfile', settings, '-out', certificate],
  ]);
}
