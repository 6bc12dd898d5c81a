import { useApp } from '../store/app-store.ts';
import { useDiagnose } from '../store/diagnose-store.ts';

/** First four bytes of captures: pcap in both orders and both resolutions, pcapng, and gzip, in which some are packed. */
const CAPTURES = ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'];
const GZIP = '1f8b';
/** Larger than any trace, smaller than what crosses to the main process at once. */
const MOST_TRACE_BYTES = 2_000_000;

/** Dropped files are one capture, except on the step that takes traces, where only those that look like captures are. */
export async function openDropped(files: readonly File[]): Promise<void> {
  const { step, openDropped: openCaptures } = useApp.getState();
  const captures: File[] = [];
  for (const file of files)
    if (step !== 'diagnose' || (await looksLikeCapture(file))) captures.push(file);
    else await useDiagnose.getState().addTrace(file.name, new Uint8Array(await file.arrayBuffer()));
  if (captures.length > 0) await openCaptures(captures);
}

async function looksLikeCapture(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const magic = [...start].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return CAPTURES.includes(magic) || magic.startsWith(GZIP) || file.size > MOST_TRACE_BYTES;
}
