import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedSchemas } from '../src/contract/published-schemas.ts';

/** Writes the JSON Schemas of every document the product gives out; a test fails when they are not up to date. */
const folder = join(import.meta.dirname, '..', 'resources', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(publishedSchemas()))
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
