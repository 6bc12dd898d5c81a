import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../contract/app-ipc.ts';

/** A drawing of what the system will show, so that nobody is frightened by it, and nobody types a password elsewhere. */
export const PromptPicture = ({ platform }: { readonly platform: AppInfo['platform'] }) => {
  const { t } = useTranslation();
  return (
    <figure className="prompt-picture">
      <svg viewBox="0 0 320 190" role="img" aria-label={t(`live.picture.${platform}`)}>
        {platform === 'linux' && <Linux />}
        {platform === 'darwin' && <Mac />}
        {platform === 'win32' && <Windows />}
      </svg>
      <figcaption className="quiet small">{t('live.picture.caption')}</figcaption>
    </figure>
  );
};

const Padlock = ({ x, y }: { readonly x: number; readonly y: number }) => (
  <g transform={`translate(${x} ${y})`} className="prompt-line">
    <path d="M7 16v-6a9 9 0 0 1 18 0v6" />
    <rect x="3" y="16" width="26" height="20" rx="3" className="prompt-filled" />
  </g>
);

interface PlaceProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const Words = ({ x, y, width }: PlaceProps) => (
  <rect x={x} y={y} width={width} height="5" rx="2.5" className="prompt-words" />
);

interface KeyProps extends PlaceProps {
  readonly text: string;
  readonly main?: boolean;
}

const Key = ({ x, y, width, text, main = false }: KeyProps) => (
  <g>
    <rect x={x} y={y} width={width} height="24" rx="5" className={main ? 'prompt-main' : 'prompt-box'} />
    <text x={x + width / 2} y={y + 16} textAnchor="middle" className={main ? 'prompt-on-main' : ''}>
      {text}
    </text>
  </g>
);

const Dots = ({ x, y }: { readonly x: number; readonly y: number }) => (
  <>
    {[0, 1, 2, 3, 4, 5].map((dot) => (
      <circle key={dot} cx={x + dot * 10} cy={y} r="3" className="prompt-dot" />
    ))}
  </>
);

const Linux = () => (
  <>
    <rect x="20" y="8" width="280" height="174" rx="12" className="prompt-window" />
    <text x="160" y="36" textAnchor="middle" className="prompt-title">
      Authentication required
    </text>
    <Padlock x={40} y={54} />
    <Words x={86} y={62} width={186} />
    <Words x={86} y={76} width={140} />
    <rect x="86" y="98" width="190" height="26" rx="5" className="prompt-box" />
    <Dots x={100} y={111} />
    <Key x={86} y={144} width={76} text="Cancel" />
    <Key x={172} y={144} width={104} text="Authenticate" main />
  </>
);

const Mac = () => (
  <>
    <rect x="50" y="6" width="220" height="178" rx="14" className="prompt-window" />
    <Padlock x={144} y={16} />
    <Words x={90} y={64} width={140} />
    <Words x={76} y={76} width={168} />
    <rect x="74" y="92" width="172" height="22" rx="5" className="prompt-box" />
    <Words x={84} y={100} width={60} />
    <rect x="74" y="118" width="172" height="22" rx="5" className="prompt-box" />
    <Dots x={86} y={129} />
    <Key x={74} y={150} width={80} text="Cancel" />
    <Key x={166} y={150} width={80} text="OK" main />
  </>
);

const Windows = () => (
  <>
    <rect x="0" y="0" width="320" height="190" rx="6" className="prompt-dark" />
    <rect x="40" y="14" width="240" height="162" className="prompt-window" />
    <rect x="40" y="14" width="240" height="30" className="prompt-main" />
    <text x="52" y="34" className="prompt-on-main prompt-title">
      User Account Control
    </text>
    <Words x={56} y={58} width={200} />
    <Words x={56} y={71} width={150} />
    <path d="M70 88l14 5v9c0 9-6 15-14 18-8-3-14-9-14-18v-9z" className="prompt-line" />
    <Words x={98} y={96} width={120} />
    <Words x={98} y={109} width={80} />
    <Key x={56} y={138} width={100} text="Yes" main />
    <Key x={164} y={138} width={100} text="No" />
  </>
);
