import type { CaseAction } from '../../contract/case.ts';
import type { LivePlan, RecordedCapture } from '../../contract/live-capture.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { formatAddress, parseRange } from '../../core/capture/address.ts';
import { shownCommand } from '../../core/live-capture/shown-command.ts';
import type { LivePorts } from '../ports.ts';

/** As many as the one with rights takes. */
const MOST_ADDRESSES = 30;

/**
 * The addresses to capture: the article's own, the legacy ones for comparison, and whatever the names resolve to now.
 * `more` are addresses to speak of instead, as the command line gives them; nothing is then looked up.
 */
export async function targetAddresses(
  playbook: Playbook,
  resolve: LivePorts['resolve'] | null,
  more: readonly string[] = [],
): Promise<string[]> {
  const canonical = (text: string): string[] => {
    const range = parseRange(text);
    const isOne = range !== null && range.prefixLength === (range.family === 4 ? 32 : 128);
    return isOne ? [formatAddress(range.family, range.words)] : [];
  };
  if (more.length > 0) return [...new Set(more.flatMap(canonical))].slice(0, MOST_ADDRESSES);
  const known = [...playbook.captureCommand.argv, ...playbook.control.addresses].flatMap(canonical);
  const found = resolve === null ? [] : await Promise.all(playbook.names.hosts.map(resolve));
  return [...new Set([...known, ...found.flat().flatMap(canonical)])].slice(0, MOST_ADDRESSES);
}

export interface PlanOrder {
  readonly interface: string;
  readonly targets: readonly string[];
  readonly maxBytes: number;
  readonly ring: boolean;
}

/** The way a capture took that was planned so, as its document names it. */
export const wayTaken = ({ way }: LivePlan): RecordedCapture['way'] =>
  way.kind === 'root' || way.kind === 'able' ? way.kind : 'prompt';

/** That a recording planned so ran, for the report. */
export async function recordedAction(
  ports: Pick<LivePorts, 'tools' | 'toolVersion'>,
  plan: LivePlan,
  at: string,
  endedAt: string,
): Promise<CaseAction> {
  const { way, command } = plan;
  const found = ports.tools().find(({ tool }) => way.kind !== 'able' || tool === way.tool);
  const tool = found === undefined ? null : await ports.toolVersion(found.tool, found.program);
  return { kind: 'recorded', at, endedAt, command, elevated: wayTaken(plan) !== 'able', tool };
}

/** What would happen if the capture were started now. Asks nobody and starts nothing that captures. */
export async function planCapture(ports: LivePorts, order: PlanOrder): Promise<LivePlan> {
  const { way, wasDeclined } = await ports.elevation.look();
  const interfaces = [...ports.interfaces()];
  const found = way.kind === 'able' ? way.tool : ports.tools()[0];
  const chosen = way.kind === 'able' && order.interface === 'any' ? way.tool.interface : order.interface;
  const everywhere = ports.platform === 'win32' && chosen === 'any' ? interfaces : [chosen];
  const command =
    found === undefined
      ? []
      : shownCommand({
          platform: ports.platform,
          tool: found.tool,
          program: found.program,
          interfaces: everywhere,
          isTrunk: everywhere.some(ports.isEthernet),
          addresses: order.targets,
          maxBytes: order.maxBytes,
          ring: order.ring,
          windowsBuild: ports.windowsBuild,
          needsRoot: way.kind !== 'root' && way.kind !== 'able',
        });
  const shown: LivePlan['way'] =
    found === undefined
      ? { kind: 'manual', reason: 'no-tool', detail: '' }
      : way.kind === 'able'
        ? { kind: 'able', tool: way.tool.tool }
        : way;
  return { way: shown, wasDeclined, command: [...command], interfaces, targets: [...order.targets] };
}
