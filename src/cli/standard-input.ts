/** All of standard input as text, up to 16 MiB; what is beyond that is not read. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > 16 * 1024 * 1024) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
