import { startCapture } from '../../broker/start-capture.ts';
import type { CaptureRun } from '../../core/live-capture/capture-run.ts';
import type { Trust } from '../../scheduler/trusted-path.ts';
import { type LaunchBroker, openBroker } from '../broker-client.ts';
import type { BrokerLink } from '../broker-link.ts';
import type { CaptureSource, CaptureSourceEvents, Elevation, NoRights, Tracer } from './capture-source.ts';
import { type AbleTool, type CaptureWay, chooseWay } from './choose-way.ts';

/** What the choice and the ways are made of; the tests put their own in. */
export interface ElevationParts {
  readonly platform: string;
  readonly isRoot: boolean;
  /** Where the folder to meet the broker is made. */
  readonly temporaryFolder: string;
  readonly probe: () => Promise<AbleTool | null>;
  readonly checkTrust: () => Promise<Trust>;
  readonly canAsk: () => boolean;
  readonly launchAsRoot: LaunchBroker;
  readonly launchWithPrompt: LaunchBroker;
}

/** Composes the ways to rights. The broker stays for the session, so that the user is asked once. */
export function createElevation(parts: ElevationParts): Elevation {
  let wasDeclined = false;
  let link: BrokerLink | null = null;
  let listener: CaptureSourceEvents | null = null;
  let run: CaptureRun | null = null;

  async function way(purpose: 'capture' | 'hosts', isDeclined: boolean): Promise<CaptureWay> {
    const { platform, isRoot } = parts;
    // Rights that are there already spare the look at everything else.
    const able = isRoot || purpose === 'hosts' ? null : await parts.probe();
    const trust: Trust = isRoot || able ? { kind: 'trusted' } : await parts.checkTrust();
    return chooseWay({ platform, isRoot, able, trust, canAsk: parts.canAsk(), wasDeclined: isDeclined });
  }

  const direct = (tool: AbleTool, events: CaptureSourceEvents): CaptureSource => ({
    start: async (order) => {
      const wanted = order.interface === 'any' ? tool.interface : order.interface;
      const started = await startCapture({ ...order, interface: wanted }, [tool], events.bytes, events.grown);
      if ('refusal' in started) return started.refusal;
      run = started.run;
      void run.ended.then((report) => {
        run = null;
        events.ended(report);
      });
      return null;
    },
    stop: async () => run?.stop('stopped'),
  });

  const overLink = (open: BrokerLink): CaptureSource => ({
    start: async (order) => {
      const answer = await open.request('capture.start', order);
      return answer.ok ? null : answer.refusal;
    },
    stop: async () => {
      await open.request('capture.stop', {});
    },
  });

  const tracerOver =
    (open: BrokerLink): Tracer =>
    async (order, stop) => {
      const halt = (): void => void open.request('trace.stop', {});
      stop.addEventListener('abort', halt, { once: true });
      const answer = await open.request('trace.run', order);
      stop.removeEventListener('abort', halt);
      return answer.ok ? answer.output : answer.refusal;
    };

  const look = async (purpose: 'capture' | 'hosts') => ({
    way:
      link === null ? await way(purpose, wasDeclined) : ({ kind: parts.isRoot ? 'root' : 'open' } as const),
    wasDeclined,
  });

  /** The one broker of the session: the open one, or a new one by the way chosen. */
  async function ensureLink(
    kind: 'open' | 'root' | 'prompt',
    signal: AbortSignal | undefined,
  ): Promise<BrokerLink | NoRights> {
    if (link !== null) return link;
    const opened = await openBroker(
      kind === 'root' ? parts.launchAsRoot : parts.launchWithPrompt,
      {
        bytes: async (bytes) => listener?.bytes(bytes),
        grown: (bytes) => listener?.grown(bytes),
        ended: (report) => listener?.ended(report),
        closed: () => {
          link = null;
          listener?.lost();
        },
      },
      parts.temporaryFolder,
      signal,
    );
    if (opened.kind === 'refused') {
      if (opened.failure.kind === 'declined') wasDeclined = true;
      return opened;
    }
    wasDeclined = false;
    link = opened.link;
    return opened.link;
  }

  return {
    look: () => look('capture'),
    lookForHosts: () => look('hosts'),
    open: async (events, askAgain, signal) => {
      listener = events;
      if (link !== null) return { kind: 'open', source: overLink(link) };
      const chosen = await way('capture', wasDeclined && !askAgain);
      if (chosen.kind === 'manual') return chosen;
      if (chosen.kind === 'able') return { kind: 'open', source: direct(chosen.tool, events) };
      const opened = await ensureLink(chosen.kind, signal);
      return 'kind' in opened ? opened : { kind: 'open', source: overLink(opened) };
    },
    changeHosts: async ({ verb, input }, askAgain, signal) => {
      const chosen = link === null ? await way('hosts', wasDeclined && !askAgain) : { kind: 'open' as const };
      if (chosen.kind === 'manual') return chosen;
      if (chosen.kind === 'able')
        throw new TypeError('being able to capture gives no right to the hosts file');
      const opened = await ensureLink(chosen.kind, signal);
      if ('kind' in opened) return opened;
      const answer = await opened.request(verb, input);
      return answer.ok
        ? { kind: 'done', written: answer.output }
        : { kind: 'not-done', refusal: answer.refusal };
    },
    tracer: () => (link === null ? null : tracerOver(link)),
    close: async () => {
      listener = null;
      await run?.kill();
      await link?.close();
    },
  };
}
