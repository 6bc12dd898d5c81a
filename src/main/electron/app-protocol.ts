import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { contentSecurityPolicy } from './content-security-policy.ts';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://wizard`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Must run before the application is ready; Electron recommendation 18: a scheme of our own, not file://. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
};

/**
 * The file a request means, or undefined for whatever is not a file of the built window.
 *
 * @param folder absolute folder of the built window
 */
export const fileFor = (folder: string, url: string, method: string): string | undefined => {
  if (method !== 'GET' || !URL.canParse(url)) return undefined;
  const { origin, protocol: scheme, host, pathname } = new URL(url);
  if (`${scheme}//${host}` !== APP_ORIGIN && origin !== APP_ORIGIN) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.includes('\\') || !(extname(path) in MEDIA_TYPES)) return undefined;
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) ? file : undefined;
};

/** Serves the built window and nothing else, each document with a nonce of its own. */
export const serveApp = (folder: string): void => {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = fileFor(folder, request.url, request.method);
    if (file === undefined) return new Response('not found', { status: 404 });
    try {
      return await respond(file);
    } catch {
      return new Response('not found', { status: 404 });
    }
  });
};

const respond = async (file: string): Promise<Response> => {
  const nonce = randomBytes(18).toString('base64url');
  const bytes = await readFile(file);
  const isPage = extname(file) === '.html';
  const body = isPage ? bytes.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : new Uint8Array(bytes);
  return new Response(body, {
    headers: {
      'content-type': MEDIA_TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy(nonce),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
};
