/** A pass over text that takes something out of it. */
interface SecretPass {
  readonly name: string;
  readonly pattern: RegExp;
  readonly replacement: string;
}

/**
 * Secrets are masked before anything is stored, in any mode: there is no switch that brings them back.
 * Order matters: the special shapes first, so that a general one does not cut them in half.
 */
const PASSES: readonly SecretPass[] = [
  {
    name: 'private-key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replacement: '[private key removed]',
  },
  {
    name: 'url-credentials',
    pattern: /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/@:]*)(?::[^\s/@]*)?@(?=[^\s])/gi,
    replacement: '$1[secret]@',
  },
  {
    name: 'authorization',
    pattern:
      /\b((?:proxy-)?authorization\s*[:=]\s*)(?:(basic|bearer|digest|negotiate|ntlm|token)\s+)?[^\s"',;]+/gi,
    replacement: '$1[secret]',
  },
  { name: 'cookie', pattern: /\b((?:set-)?cookie\s*:\s*)[^\r\n]+/gi, replacement: '$1[secret]' },
  {
    name: 'atlassian-token',
    pattern: /\b(?:ATATT|ATCTT|ATBB|BBDC-|BBAT)[A-Za-z0-9_\-=.]{8,}/g,
    replacement: '[secret]',
  },
  {
    name: 'well-known-token',
    pattern:
      /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})\b/g,
    replacement: '[secret]',
  },
  { name: 'json-web-token', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, replacement: '[secret]' },
  {
    name: 'named-value',
    pattern:
      /\b((?:access[_-]?token|refresh[_-]?token|auth[_-]?token|x-token-auth|api[_-]?key|client[_-]?secret|app[_-]?password|password|passwd|pwd|secret|token)["']?\s*[:=]\s*["']?)(?!\[secret\])[^\s"'&,;]{3,}/gi,
    replacement: '$1[secret]',
  },
  {
    name: 'curl-user',
    pattern: /(\s(?:-u|--user|--proxy-user)[ =]+)(?!\[secret\])["']?[^\s"':]+:[^\s"']+["']?/g,
    replacement: '$1[secret]',
  },
];

/** Masks every secret in a text. `masked` counts the places. */
export function maskSecrets(text: string): { readonly text: string; readonly masked: number } {
  let masked = 0;
  let result = text;
  for (const { pattern, replacement } of PASSES) {
    result = result.replace(pattern, (...found: unknown[]) => {
      masked += 1;
      const groups = found.slice(1) as (string | undefined)[];
      return replacement.replace(/\$(\d)/g, (_, index: string) => groups[Number(index) - 1] ?? '');
    });
  }
  return { text: result, masked };
}
