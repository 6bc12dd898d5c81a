import { basename } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { AppHandlers } from '../../contract/app-ipc.ts';
import type { Case } from '../../contract/case.ts';
import type { Letter } from '../../contract/letter.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { ALL_REPORT_PARTS } from '../../contract/report.ts';
import { shortMail } from '../../core/letter/short-mail.ts';
import type { InForce } from '../../core/workaround/in-force.ts';
import { replaceFile } from '../node/replace-file.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import type { CaseService } from './case-service.ts';
import { measuredOf } from './measured-paths.ts';
import type { ProductFacts } from './product-facts.ts';
import { reportOrder } from './report-order.ts';
import { writeLetter } from './write-letter.ts';

const NO_PACKETS = { paths: [], choice: 'none' } as const;

/** The letter of the open case: written anew whenever something is settled, saved as it was last seen. */
export function createLetterService(
  cases: CaseService,
  facts: ProductFacts,
  ports: Ports,
  inForce: () => Promise<readonly InForce[]>,
): AppHandlers['letter'] {
  const letterOf = async (current: Case): Promise<Letter> =>
    writeLetter(
      {
        ...current.letter,
        analysis: await cases.analysis(),
        ...measuredOf(await cases.measured(), facts.playbook),
      },
      facts,
      ports,
    );

  /** A draft (RFC 5322) without a sender or a reader: the mail program asks for both. The report comes with it. */
  async function mailOf(letter: Letter, current: Case): Promise<Result<Buffer>> {
    const wish = { current, parts: ALL_REPORT_PARTS, masks: current.letter.masks, inForce: await inForce() };
    const order = await reportOrder(cases, facts.playbook, ports, wish, NO_PACKETS);
    const report = await ports.startReport(order, () => {}).result;
    if (!report.ok) return report;
    const mail = await new MailComposer({
      subject: letter.subject,
      text: letter.text,
      date: ports.now(),
      headers: { 'X-Unsent': '1' },
      attachments: report.value.map(({ name, mediaType, bytes }) => ({
        filename: name,
        content: Buffer.from(bytes),
        contentType: `${mediaType}; charset=utf-8`,
      })),
    })
      .compile()
      .build();
    return succeed(mail);
  }

  return {
    write: async (choice) => {
      const changed = await cases.apply({ kind: 'letter-settled', letter: choice });
      if (!changed.ok) return changed;
      return succeed({ letter: await letterOf(changed.value), case: changed.value });
    },
    openMail: async () => {
      const current = await cases.ensure();
      if (!current.ok) return current;
      const isOpen = await ports.openMail(shortMail(await letterOf(current.value)));
      return isOpen
        ? succeed(undefined)
        : fail(
            'no-tool',
            'This system has no mail program that opens a draft.',
            'Copy the letter into your mail, or save it as a mail file.',
          );
    },
    save: async ({ as }): Promise<Result<{ fileName: string; sizeBytes: number } | null>> => {
      const current = await cases.ensure();
      if (!current.ok) return current;
      const letter = await letterOf(current.value);
      const name = `bitbucket-reset-letter-${current.value.id}-${letter.to}`;
      const path = await ports.dialogs.saveLetter(`${name}.${as === 'mail' ? 'eml' : 'txt'}`);
      if (path === null) return succeed(null);
      const made =
        as === 'mail' ? await mailOf(letter, current.value) : succeed(Buffer.from(letter.text, 'utf8'));
      if (!made.ok) return made;
      const bytes = made.value;
      try {
        await replaceFile(path, bytes, 0o644);
      } catch (error) {
        return problemFromSystem(error, path);
      }
      return succeed({ fileName: basename(path), sizeBytes: bytes.length });
    },
  };
}
