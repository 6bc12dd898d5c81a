import type { LaunchFailure } from '../main/broker-client.ts';

/**
 * What programs of macOS say, as sources and reports of others give it; none of it was taken down on a Mac by us. In
 * prompts the numbers are what counts: the words come in the user's language.
 */
interface PromptTranscript {
  readonly what: string;
  /** What sudo-prompt hands on: its error's text, the standard error it collected, and its code. */
  readonly message: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly means: LaunchFailure['kind'];
}

const denied = 'User did not grant permission.';
const failed = (stderr: string): string => `Command failed: ./applet\n${stderr}`;
const prompt = (
  what: string,
  means: LaunchFailure['kind'],
  stderr: string,
  more: Partial<PromptTranscript> = {},
): PromptTranscript => ({ what, means, stderr, message: failed(stderr), code: 1, ...more });

/** After a yes: the command ran, and its own code and words are handed on. */
const ended = (
  what: string,
  means: LaunchFailure['kind'],
  stderr: string,
  code: number,
): PromptTranscript => ({
  ...{ what, means, stderr, code },
  message: `Command failed: /usr/bin/env -u NODE_OPTIONS ELECTRON_RUN_AS_NODE=1 "/Applications/x"\n${stderr}`,
});

export const MACOS_PROMPTS: readonly PromptTranscript[] = [
  prompt('Cancel pressed', 'declined', '0:87: execution error: User canceled. (-128)\n'),
  prompt('Cancel pressed, British English', 'declined', 'execution error: User cancelled. (-128)\n'),
  prompt('Cancel pressed, German', 'declined', 'execution error: Vom Benutzer abgebrochen. (-128)\n'),
  prompt('Cancel pressed, French', 'declined', 'execution error: Annulé par l’utilisateur. (-128)\n'),
  prompt('the authorisation itself cancelled', 'declined', 'execution error: (-60006)\n'),
  // The applet ended without the file that holds the command's code: all that sudo-prompt knows then.
  prompt('Cancel pressed, as sudo-prompt sums it up', 'declined', '', { message: denied, code: null }),
  prompt(
    'three wrong passwords, or the name of a user who is no administrator',
    'standard-user',
    'execution error: The administrator user name or password was incorrect. (-60007)\n',
  ),
  prompt(
    'the same, German',
    'standard-user',
    'execution error: Der Name oder das Passwort eines Administrators war nicht korrekt. (-60007)\n',
  ),
  prompt('authorisation denied', 'standard-user', 'execution error: (-60005)\n'),
  prompt('nobody at the screen', 'unavailable', 'execution error: No user interaction allowed. (-1713)\n'),
  prompt('events to others forbidden', 'policy-forbids', 'Not authorized to send Apple events. (-1743)\n'),
  prompt(
    'an applet for another processor',
    'unavailable',
    '/bin/sh: ./applet: Bad CPU type in executable\n',
    {
      code: 126,
    },
  ),
  prompt('an applet in quarantine', 'unavailable', '', {
    message: '“Bitbucket Reset Doctor” is damaged and can’t be opened.',
  }),
  prompt('no name of the user', 'unavailable', '', { message: "env['USER'] not defined.", code: null }),
  ended('a broker without rights', 'policy-forbids', 'broker: not started with rights\n', 77),
  ended('a broker that did not believe its folder', 'failed', 'broker: others may enter the folder\n', 65),
];

/** First words of tcpdump when it captures: Apple's of macOS 11 to 15, on `any`, which is a packet tap there, and on one interface. */
export const MACOS_TCPDUMP_STARTS: readonly string[] = [
  'tcpdump: data link type PKTAP\ntcpdump: listening on any, link-type PKTAP (Apple DLT_PKTAP), snapshot length 160 bytes\n',
  'tcpdump: data link type PKTAP\ntcpdump: listening on any, link-type PKTAP (Packet Tap), capture size 160 bytes\n',
  'tcpdump: listening on en0, link-type EN10MB (Ethernet), capture size 160 bytes\n',
];

/** What it says when it does not. */
export const MACOS_TCPDUMP_FAILURES: readonly string[] = [
  "tcpdump: any: You don't have permission to capture on that device\n((cannot open BPF device) /dev/bpf0: Permission denied)\n",
  'tcpdump: en9: No such device exists\n(BIOCSETIF failed: Device not configured)\n',
  'tcpdump: cannot open BPF device: /dev/bpf0: Operation not permitted\n',
];

/** Its last words; they are those of every tcpdump. */
export const MACOS_TCPDUMP_END =
  '12 packets captured\n3441 packets received by filter\n1 packet dropped by kernel\n';
