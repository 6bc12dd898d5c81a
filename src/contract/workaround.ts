import { z } from 'zod';
import { OVERRIDE_ADDRESSES, OVERRIDE_NAMES } from './broker.ts';
import { problemSchema } from './problem.ts';
import { rightsSchema } from './rights.ts';
import { instantSchema } from './verdict.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const serviceTallySchema = z.object({
  attempts: count,
  proved: count,
  medianMs: z.number().nonnegative().nullable(),
  trouble: z
    .enum(['proved', 'foreign', 'untrusted', 'reset', 'refused', 'timeout', 'unreachable', 'not-checked'])
    .nullable(),
});

export const addressVerdictSchema = z.object({
  address: z.string(),
  usable: z.boolean(),
  because: z.string(),
  https: serviceTallySchema,
  ssh: serviceTallySchema,
});

export const diffLineSchema = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  line: z.number().int().positive(),
  text: z.string(),
});

const entrySchema = z.object({ address: z.string(), name: z.string() });

/** What the two marker lines of our block say, and what is between them. */
const blockSchema = z.object({
  id: z.string(),
  madeAt: z.string(),
  expiresAt: z.string(),
  version: z.string(),
  entries: z.array(entrySchema),
  edited: z.boolean(),
  expired: z.boolean(),
});

export const overrideWaySchema = z.enum(['hosts', 'git', 'ssh']);

/** What was done, or would be, to a configuration file of the user's own. */
const userChangeSchema = z.object({
  way: z.enum(['git', 'ssh']),
  path: z.string(),
  diff: z.array(diffLineSchema),
  written: z.boolean(),
  backup: z.string().nullable(),
  /** Whether git or ssh itself now reports the override; null when nothing was written. */
  effective: z.boolean().nullable(),
  /** What else a person has to know, in sentences. */
  notes: z.array(z.string()),
});

export const hostsStatusSchema = z.object({
  path: z.string(),
  /** This system's own hosts file, and not one of an image or another machine. */
  isSystem: z.boolean(),
  block: blockSchema.nullable(),
  damaged: z.boolean(),
  overrides: z.array(z.object({ name: z.string(), addresses: z.array(z.string()) })),
});

/** The system's own scheduler takes the override off when it expires. */
const timedRevertSchema = z.object({
  kind: z.enum(['systemd', 'launchd', 'task-scheduler']),
  scope: z.enum(['user', 'system']),
  at: instantSchema,
  installed: z.boolean(),
  /** Why not, in a sentence. */
  because: z.string().nullable(),
});

/** What installing it writes and runs, shown before anything is done. */
export const timedRevertPlanSchema = z.object({
  /** Null when it cannot be had; `because` then says why. */
  kind: timedRevertSchema.shape.kind.nullable(),
  scope: timedRevertSchema.shape.scope,
  at: instantSchema,
  because: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  commands: z.array(z.string()),
});

/** An override this program made, that somebody else took out of the hosts file before its time. */
const vanishedSchema = z.object({
  madeAt: z.string(),
  expiresAt: z.string(),
  /** The file as it was before the override. */
  backup: z.string(),
  /** Entries of others that are gone with it: then the whole file was probably set back. */
  othersLost: count,
});

const armSchema = z.object({
  addresses: z.array(z.string()),
  attempts: count,
  proved: count,
  resets: count,
});

/** Whether the usual addresses are healthy again, seen past the override. */
export const pastOverrideSchema = z.object({
  verdict: z.enum(['healthy', 'still-broken', 'unclear', 'elsewhere', 'not-comparable']),
  words: z.string(),
  anycast: armSchema,
  legacy: armSchema,
});

/** One cache of names, emptied after the hosts file changed; `line` is what is left for a person to run. */
const flushedCacheSchema = z.object({ what: z.string(), done: z.boolean(), line: z.string().nullable() });

/** Something on this machine that makes an override useless or different. */
const obstacleSchema = z.object({
  kind: z.enum([
    ...([
      'proxy',
      'system-proxy',
      'ssh-proxy',
      'other-ssh',
      'other-account',
      'alternative-port',
      'ssh-alias',
    ] as const),
    ...(['kept-session', 'tunnel', 'made-up-addresses', 'wsl', 'container', 'containers'] as const),
    ...(['ipv6', 'name-order', 'browser'] as const),
  ]),
  severity: z.enum(['useless', 'partly', 'advice']),
  ways: z.array(overrideWaySchema),
  text: z.string(),
});

/** `workaround/1`: the temporary override, what there is of it, and what a command did. */
export const workaroundSchema = z.object({
  schema: z.literal('workaround/1'),
  action: z.enum(['status', 'test', 'apply', 'revert']),
  at: instantSchema,
  dryRun: z.boolean(),
  /** The ways that were asked for. */
  ways: z.array(overrideWaySchema),
  hostsFile: hostsStatusSchema.nullable(),
  /** Overrides that need no administrator, found in the user's own configuration. */
  userLevel: z.object({
    git: z.object({
      version: z.string().nullable(),
      canResolve: z.boolean(),
      overrides: z.array(entrySchema),
      /** What this program noted when it made the override; null when there is none, or somebody else made it. */
      made: z.object({ madeAt: z.string(), expiresAt: z.string(), expired: z.boolean() }).nullable(),
    }),
    ssh: z.object({
      /** There is an ssh, and it accepts its configuration. */
      available: z.boolean(),
      path: z.string(),
      block: blockSchema.nullable(),
      damaged: z.boolean(),
      /** What ssh itself says it would do for each name of the block. */
      effect: z.array(z.object({ name: z.string(), effective: z.boolean(), because: z.string().nullable() })),
    }),
  }),
  /** What is in the way of the ways asked for, the worst first; looked at by `test` and `apply`. */
  obstacles: z.array(obstacleSchema),
  addresses: z.array(addressVerdictSchema),
  recommended: z.string().nullable(),
  /** Why the override was not made, in a sentence; null when it was, or was not asked for. */
  refusal: z.string().nullable(),
  change: z
    .object({
      diff: z.array(diffLineSchema),
      competing: z.array(z.object({ line: z.number().int().positive(), text: z.string() })),
      sha256Before: sha256,
      sha256After: sha256,
      written: z.boolean(),
      way: z.enum(['renamed', 'in-place']).nullable(),
      backup: z.string().nullable(),
    })
    .nullable(),
  /** The git and ssh overrides that were made or taken off. */
  userChanges: z.array(userChangeSchema),
  /** What `test --past-override` found; null when it was not asked for. */
  pastOverride: pastOverrideSchema.nullable(),
  /** What `--timed-revert` came to; null when it was not asked for. */
  timedRevert: timedRevertSchema.nullable(),
  /** What it would be, with `--dry-run`. */
  timedRevertPlan: timedRevertPlanSchema.nullable(),
  /** The caches of names, after this system's hosts file was written. */
  flushed: z.array(flushedCacheSchema),
  /** What this program remembers to have put into the hosts file and does not find there; looked at by `status`. */
  vanished: vanishedSchema.nullable(),
  /** What the system's own resolver answers now, for each name of the override. */
  effect: z.array(z.object({ name: z.string(), addresses: z.array(z.string()), effective: z.boolean() })),
  warnings: z.array(z.string()),
});

export type Workaround = z.infer<typeof workaroundSchema>;
export type PastOverride = z.infer<typeof pastOverrideSchema>;
/** What is in the way of an override, and of which ways. */
export type Obstacle = z.infer<typeof obstacleSchema>;
export type FlushedCache = z.infer<typeof flushedCacheSchema>;
export type TimedRevertView = z.infer<typeof timedRevertSchema>;
export type TimedRevertPlan = z.infer<typeof timedRevertPlanSchema>;
export type UserChange = z.infer<typeof userChangeSchema>;
export type HostsStatusView = z.infer<typeof hostsStatusSchema>;

const effectSchema = workaroundSchema.shape.effect;

/** What the window knows of overrides on this machine. */
export const overrideStateSchema = z.object({
  /** Null when the file cannot be read; `hostsProblem` then says why. */
  hosts: hostsStatusSchema.nullable(),
  hostsProblem: problemSchema.nullable(),
  /** What this system's resolver answers for the names of the block; empty without one. */
  effect: effectSchema,
  userLevel: workaroundSchema.shape.userLevel,
  /** Whose own scheduler will take an override off: the user's, for git and ssh; the system's, for the hosts file. */
  timedReverts: z.array(timedRevertSchema.shape.scope),
  vanished: vanishedSchema.nullable(),
});
export type OverrideState = z.infer<typeof overrideStateSchema>;

export const addressChoiceSchema = z.object({
  addresses: z.array(addressVerdictSchema),
  recommended: z.string().nullable(),
  refusal: z.string().nullable(),
  /** What is in the way of an override on this machine, the worst first. */
  obstacles: workaroundSchema.shape.obstacles,
});
export type AddressChoiceView = z.infer<typeof addressChoiceSchema>;

/** One try of one address, as it comes; of a test, or of the question whether the override is still needed. */
export const addressAttemptSchema = z.object({
  address: z.string(),
  service: z.enum(['https', 'ssh']),
  outcome: z.string(),
  done: count,
  total: count,
});
export type AddressAttemptView = z.infer<typeof addressAttemptSchema>;

export const overrideChoiceSchema = z.object({
  address: z.enum(OVERRIDE_ADDRESSES),
  names: z.array(z.enum(OVERRIDE_NAMES)).min(1),
  days: z.number().int().min(1).max(30),
  /** Comments other lines for the same names out, restorably. */
  setAsideOthers: z.boolean(),
  /** The system's own scheduler takes it off when its time is over. */
  timedRevert: z.boolean(),
});
export type OverrideChoice = z.infer<typeof overrideChoiceSchema>;

/** An override of git's or ssh's own configuration, made or taken off at once: it needs nobody's permission. */
export const userOverrideChangeSchema = z.object({
  way: userChangeSchema.shape.way,
  action: z.enum(['apply', 'revert']),
  choice: overrideChoiceSchema,
});
export const userOverrideDoneSchema = z.object({
  change: userChangeSchema,
  state: overrideStateSchema,
  /** What became of the timed revert; null when it was not wanted. */
  timedRevert: timedRevertSchema.nullable(),
});
/** Which of the user's own overrides would be made next, for the timed revert that would come with it. */
export const userTimerQuestionSchema = userOverrideChangeSchema.omit({ action: true });

/** The exact change of the hosts file, before anything is written. */
export const overridePlanSchema = z.object({
  action: z.enum(['apply', 'revert']),
  path: z.string(),
  diff: z.array(diffLineSchema),
  /** Other lines for the same names, in the file as it is. */
  competing: z.array(z.object({ line: z.number().int().positive(), text: z.string() })),
  /** Somebody changed our block by hand; taking it off takes that change off too. */
  edited: z.boolean(),
  sha256Before: sha256,
  sha256After: sha256,
  ...rightsSchema.shape,
  /** The same by hand, to be typed; empty where there is no honest short way. */
  byHand: z.array(z.string()),
  /** Lets each cache of names that is here forget the old answer, after a change by hand. */
  flushByHand: z.array(z.string()),
  /** The timed revert that comes with it; null when none was wanted. */
  timedRevert: timedRevertPlanSchema.nullable(),
});
export type OverridePlan = z.infer<typeof overridePlanSchema>;

/** One layer of the proof that an override is in effect. */
export const proofLayerSchema = z.object({
  layer: z.enum(['lookup', 'connection', 'git', 'ssh']),
  name: z.string(),
  /** Where it went; empty when it went nowhere. */
  addresses: z.array(z.string()),
  /** Null when it could not be asked: no such program here, or no answer. */
  effective: z.boolean().nullable(),
  detail: z.string(),
});
export type ProofLayer = z.infer<typeof proofLayerSchema>;

export const overrideDoneSchema = z.object({
  action: z.enum(['apply', 'revert']),
  /** What became of the timed revert; null when it was not wanted. */
  timer: z.object({ installed: z.boolean(), because: z.string().nullable() }).nullable(),
  way: z.enum(['renamed', 'in-place']),
  /** Where the file of before lies. */
  backup: z.string(),
  /** The caches of names that were emptied, or the line that does it. */
  flushed: z.array(flushedCacheSchema),
  state: overrideStateSchema,
  proof: z.array(proofLayerSchema),
});
export type OverrideDone = z.infer<typeof overrideDoneSchema>;
