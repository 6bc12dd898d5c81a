import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { publishedSchemas } from './published-schemas.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'resources', 'schemas');
const published = publishedSchemas();

test('every document that leaves the product has its JSON Schema in resources/schemas, up to date', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
  expect(files.sort()).toEqual(Object.keys(published).sort());
  for (const [name, schema] of Object.entries(published))
    expect(
      JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')),
      `${name} is out of date: run "npm run schemas"`,
    ).toEqual(JSON.parse(JSON.stringify(schema)));
});

test('each is a valid JSON Schema and refuses an empty document', () => {
  for (const schema of Object.values(published)) {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema as object);
    expect(validate({})).toBe(false);
  }
});
