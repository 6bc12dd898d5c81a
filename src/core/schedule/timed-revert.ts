/** What the system's own scheduler is to run when the override expires. */
export interface TimedRevert {
  /** Absolute program and its arguments. */
  readonly command: readonly [program: string, ...words: string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** Not before then. */
  readonly at: Date;
}

/** One name in all three schedulers. */
export const TIMED_REVERT_NAME = 'bitbucket-reset-doctor-revert';
export const LAUNCHD_LABEL = 'org.bitbucket-reset-doctor.revert';
export const TASK_NAME = 'Bitbucket Reset Doctor revert';
const WORDS = 'Take the temporary Bitbucket override off again';

/** systemd.syntax(7), "Quoting"; `%` and `$` are doubled against specifiers and variables (systemd.service(5)). */
const systemdWord = (word: string): string =>
  `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('\n', '\\n')}"`;

export interface SystemdUnits {
  readonly service: string;
  readonly timer: string;
}

/** `Persistent`: what was missed while nobody was logged in, or the machine was off, is made up for (systemd.timer(5)). */
export function systemdUnits({ command, environment, at }: TimedRevert): SystemdUnits {
  const when = at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return {
    service: [
      '[Unit]',
      `Description=${WORDS}`,
      '',
      '[Service]',
      'Type=oneshot',
      ...Object.entries(environment).map(([name, value]) => `Environment=${systemdWord(`${name}=${value}`)}`),
      `ExecStart=${command.map((word) => systemdWord(word).replaceAll('$', '$$$$')).join(' ')}`,
      '',
    ].join('\n'),
    timer: [
      '[Unit]',
      `Description=${WORDS}`,
      '',
      '[Timer]',
      `OnCalendar=${when}`,
      'Persistent=true',
      '',
      '[Install]',
      'WantedBy=timers.target',
      '',
    ].join('\n'),
  };
}

const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** launchd reads a calendar in the machine's own time and has no year (launchd.plist(5)). */
export interface LocalMinute {
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Also run at every log-in, because launchd does not make up for what was missed while the machine was off. */
export function launchdPlist(
  { command, environment }: Pick<TimedRevert, 'command' | 'environment'>,
  { month, day, hour, minute }: LocalMinute,
): string {
  const string = (text: string): string => `<string>${xmlText(text)}</string>`;
  const calendar = Object.entries({ Month: month, Day: day, Hour: hour, Minute: minute });
  const variables = Object.entries(environment);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(LAUNCHD_LABEL)}
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    ${string(word)}`).join('\n')}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables.map(([name, value]) => `    <key>${xmlText(name)}</key>\n    ${string(value)}`).join('\n')}
  </dict>
  <key>StartCalendarInterval</key>
  <dict>
${calendar.map(([name, value]) => `    <key>${name}</key>\n    <integer>${value}</integer>`).join('\n')}
  </dict>
  <key>RunAtLoad</key>
  <true/>
</dict>
</plist>
`;
}

/** One argument as CommandLineToArgvW reads it: backslashes count double only before a quotation mark. */
export const windowsWord = (word: string): string =>
  /^[^\s"]+$/.test(word) ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;

/**
 * For `schtasks /create /xml`. `StartWhenAvailable` makes up for what was missed. A task has no environment of its own,
 * so one is not taken.
 *
 * @param system run by the system account with all rights, instead of by the user without
 */
export function taskXml({ command, at }: Pick<TimedRevert, 'command' | 'at'>, system: boolean): string {
  const [program, ...words] = command;
  const start = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const principal = system
    ? '<UserId>S-1-5-18</UserId>\n      <RunLevel>HighestAvailable</RunLevel>'
    : '<LogonType>InteractiveToken</LogonType>\n      <RunLevel>LeastPrivilege</RunLevel>';
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${WORDS}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <StartBoundary>${start}</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      ${principal}
    </Principal>
  </Principals>
  <Settings>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT10M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(program)}</Command>
      <Arguments>${xmlText(words.map(windowsWord).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}
