import { useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ReportFile } from '../../../contract/report.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatBytes } from '../../components/format.ts';

const TAB_NAMES = {
  'report.html': 'page',
  'report.txt': 'text',
  'report.json': 'data',
  'sessions.csv': 'sessionsTable',
  'resets.csv': 'resetsTable',
  'attempts.csv': 'attemptsTable',
  'hops.csv': 'hopsTable',
  'capture-masked.pcap': 'capturePackets',
  'capture-headers.pcap': 'capturePackets',
  'capture-whole.pcap': 'capturePackets',
  'picture-ladder.svg': 'ladderPicture',
  'picture-intervals.svg': 'intervalsPicture',
  'picture-attempts.svg': 'attemptsPicture',
  'picture-survival.svg': 'survivalPicture',
  'picture-paths-1.svg': 'pathsPicture',
  SHA256SUMS: 'sums',
} as const;

/** Longest text put on screen; the rest is in the file. Characters. */
const MOST_SHOWN = 200_000;

/** Every file of the report: the page as it will look, the others byte for byte. */
export const ReportPreview = ({ files }: { readonly files: readonly ReportFile[] }) => {
  const { t } = useTranslation();
  return (
    <Tabs>
      <TabList className="tabs" aria-label={t('report.preview')}>
        {files.map(({ name }) => (
          <Tab key={name} id={name} className="tab">
            {name in TAB_NAMES ? t(`report.${TAB_NAMES[name as keyof typeof TAB_NAMES]}`) : name}
          </Tab>
        ))}
      </TabList>
      {files.map((file) => (
        <TabPanel key={file.name} id={file.name} className="evidence">
          <div className="row spread">
            <span className="small quiet anywhere">
              <code>{file.name}</code>{' '}
              {t('report.bytes', { size: formatBytes(file.sizeBytes), sum: `${file.sha256.slice(0, 16)}…` })}
            </span>
            {!file.isCapture && file.isWhole && <CopyButton text={file.text}>{t('report.copy')}</CopyButton>}
          </div>
          {file.mediaType === 'text/html' ? (
            <Page html={file.text} />
          ) : (
            <Bytes text={file.text} name={file.name} />
          )}
          {file.mediaType !== 'text/html' && (!file.isWhole || file.text.length > MOST_SHOWN) && (
            <p className="quiet">{t(file.isWhole ? 'report.shortened' : 'report.beginning')}</p>
          )}
        </TabPanel>
      ))}
    </Tabs>
  );
};

const Bytes = ({ text, name }: { readonly text: string; readonly name: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className="preview" tabIndex={0} aria-label={name}>
    <pre>{text.slice(0, MOST_SHOWN)}</pre>
  </section>
);

/**
 * The report page inside a shadow root: its own style, none of ours, and scripts cannot run (the content security
 * policy forbids them, and markup set this way never executes any).
 */
const Page = ({ html }: { readonly html: string }) => {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const css = parsed.querySelector('style')?.textContent ?? '';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      css
        .replaceAll(':root', ':host')
        .replace('body{', ':host{display:block;')
        .replaceAll('main{', 'article{'),
    );
    root.adoptedStyleSheets = [sheet];
    // An article here: the window has its own main part already.
    const article = document.createElement('article');
    const main = document.importNode(parsed.querySelector('main') ?? parsed.body, true);
    article.replaceChildren(...main.childNodes);
    root.replaceChildren(article);
  }, [html]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="preview" tabIndex={0} aria-label="report.html">
      <div ref={host} />
    </section>
  );
};
