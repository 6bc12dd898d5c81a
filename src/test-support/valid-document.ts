import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const SCHEMAS = join(import.meta.dirname, '..', '..', 'resources', 'schemas');

/** The one JSON document, on one line, that a command put on standard output; valid by its published schema. */
export function validDocument({ stdout }: { readonly stdout: string }): Record<string, unknown> {
  const parsed = JSON.parse(stdout) as Record<string, unknown>;
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const name = String(parsed.schema).replace('/', '-');
  const schema = JSON.parse(readFileSync(join(SCHEMAS, `${name}.json`), 'utf8'));
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  return parsed;
}
