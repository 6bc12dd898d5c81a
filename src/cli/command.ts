import type { Problem } from '../contract/problem.ts';
import type { ProductFacts } from '../main/services/product-facts.ts';
import type { Terminal } from './terminal.ts';

/** Everything a command may use; nothing else reaches it. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly facts: ProductFacts;
  readonly resourcesFolder: string;
  /** What captures with rights. */
  readonly brokerFile: string;
  readonly version: string;
  readonly now: () => Date;
}

/** One subcommand. `run` gets the words after its name and gives the exit code, or the problem that stopped it. */
export interface Command {
  readonly help: string;
  run(words: readonly string[], context: CommandContext): Promise<CommandOutcome>;
}

export type CommandOutcome = { readonly exit: number } | { readonly problem: Problem };

/** Exit codes of docs/cli.md for what stopped a command. */
export function exitCodeOf(problem: Problem): number {
  switch (problem.kind) {
    case 'usage':
      return 2;
    case 'no-rights':
      return 4;
    case 'cancelled':
      return 130;
    case 'bug':
      return 70;
    default:
      return 3;
  }
}
