import { type ParseArgsConfig, parseArgs } from 'node:util';
import { fail, type Result, succeed } from '../contract/problem.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Splits words into options and operands; an unknown option is a usage problem that names it. */
export function readWords<T extends Options>(words: readonly string[], options: T, help: string) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    return succeed({ values, positionals }) as Result<{ values: typeof values; positionals: string[] }>;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return fail('usage', message.replace(/\. To specify a positional.*$/, '.'), help);
  }
}
