import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { projectFolder } from './setup/project-paths.mjs';

/** What is compiled, and the module that carries it, so that nothing has to be found or built where the program runs. */
const SOURCE = 'src/wasm/ordinary-packets.ts';
export const COMPILED = 'src/core/capture/ordinary-packets-wasm.ts';
const BYTES_A_LINE = 48;

/**
 * Compiles `src/wasm` with AssemblyScript.
 *
 * @returns the text of the module that carries it
 * @throws Error with the compiler's messages
 */
export async function compiledModule(): Promise<string> {
  let binary: Uint8Array | null = null;
  const { error, stderr } = await main(
    [
      SOURCE,
      ...['--baseDir', projectFolder, '--outFile', 'ordinary-packets.wasm'],
      ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--initialMemory', '1'],
    ],
    {
      writeFile: (_name: string, contents: Uint8Array | string) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error !== null || binary === null)
    throw new Error(`${join(projectFolder, SOURCE)} does not compile:\n${stderr}`);
  return moduleOf(binary);
}

function moduleOf(binary: Uint8Array): string {
  const hex = Array.from(binary, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const lines = hex.match(new RegExp(`.{1,${BYTES_A_LINE * 2}}`, 'g')) ?? [];
  return `/** ${SOURCE}, compiled: \`npm run wasm\` writes this file, and a test compiles again and compares. */
const HEX =
${lines.map((line) => `  '${line}'`).join(' +\n')};

export const ORDINARY_PACKETS_WASM = Uint8Array.from(HEX.match(/../g) ?? [], (byte) =>
  Number.parseInt(byte, 16),
);
`;
}
