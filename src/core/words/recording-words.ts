import type { MeanwhileRecording } from '../../contract/meanwhile-recording.ts';

/**
 * What was kept of the recording beside a measurement, and what the packets in it say, in sentences.
 *
 * @param next what a reader does with a file that is kept; null where nothing is offered
 */
export function recordingLines(
  { packets, resets, reason, files }: MeanwhileRecording,
  next: ((name: string) => string) | null = null,
): string[] {
  const early = reason === 'stopped' || reason === 'time' ? '' : `, ended early by ${reason}`;
  return [
    `${packets} packets passed, ${resets} of them resets${early}.`,
    ...(files.length === 0 ? ['No session was reset, so nothing is kept.'] : []),
    ...files.map(({ name, verdict }) =>
      verdict === null
        ? `${name} could not be read.`
        : `${name}: ${verdict.summary} (${verdict.kind}, confidence ${verdict.confidence}).${next === null ? '' : ` ${next(name)}`}`,
    ),
  ];
}
