/** Environment variables that send a program's connections through another machine, as curl and so git read them. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy curl takes for an https address: the small letters first, `all_proxy` last; `http_proxy` is for plain http
 * alone (curl(1), ENVIRONMENT).
 */
export function environmentProxy(environment: ProxyEnvironment): string | null {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

/** Whether `no_proxy` spares the host: `*`, the name itself, or a domain it lies in; a leading dot changes nothing. */
export function isSpared(host: string, environment: ProxyEnvironment): boolean {
  const list = environment.no_proxy ?? environment.NO_PROXY ?? '';
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const domain = entry.replace(/^\./, '').replace(/\.$/, '').toLowerCase();
      return entry === '*' || host === domain || host.endsWith(`.${domain}`);
    });
}

/** Host and port of a proxy alone: user and password in it are nobody's business. */
export function proxyName(value: string): string {
  const withoutScheme = value.replace(/^[a-z0-9+.-]+:\/\//i, '');
  const withoutUser = withoutScheme.slice(withoutScheme.lastIndexOf('@') + 1);
  return withoutUser.replace(/[/?#].*$/, '') || 'a proxy';
}

/** What a desktop's own settings say of proxies; git and ssh do not follow them, browsers and some programs do. */
export interface SystemProxy {
  readonly proxy: string | null;
  /** A proxy configuration script (PAC), or one that is looked for in the network (WPAD). */
  readonly script: string | null;
}

const NO_PROXY: SystemProxy = { proxy: null, script: null };

/** `gsettings list-recursively org.gnome.system.proxy` */
export function readGsettings(output: string): SystemProxy {
  const value = (key: string): string =>
    new RegExp(`^org\\.gnome\\.system\\.proxy${key} '?(.*?)'?$`, 'm').exec(output)?.[1] ?? '';
  const mode = value(' mode');
  if (mode === 'auto') return { proxy: null, script: value(' autoconfig-url') || 'found by itself (WPAD)' };
  if (mode !== 'manual') return NO_PROXY;
  const [host, port] = [value('\\.https host'), value('\\.https port')];
  if (host !== '') return { proxy: `${host}:${port}`, script: null };
  const [socks, socksPort] = [value('\\.socks host'), value('\\.socks port')];
  return socks === '' ? NO_PROXY : { proxy: `${socks}:${socksPort}`, script: null };
}

/** `scutil --proxy` */
export function readScutil(output: string): SystemProxy {
  const value = (key: string): string => new RegExp(`^\\s*${key} : (.+?)\\s*$`, 'm').exec(output)?.[1] ?? '';
  const script =
    value('ProxyAutoConfigEnable') === '1'
      ? value('ProxyAutoConfigURLString')
      : value('ProxyAutoDiscoveryEnable') === '1'
        ? 'found by itself (WPAD)'
        : null;
  const kind = ['HTTPS', 'SOCKS'].find((each) => value(`${each}Enable`) === '1');
  return { proxy: kind === undefined ? null : `${value(`${kind}Proxy`)}:${value(`${kind}Port`)}`, script };
}

/** `reg query "HKCU\…\Internet Settings"` */
export function readInternetSettings(output: string): SystemProxy {
  const value = (name: string): string =>
    new RegExp(`^\\s*${name}\\s+REG_\\w+\\s+(.+?)\\s*$`, 'm').exec(output)?.[1] ?? '';
  const script = value('AutoConfigURL') || null;
  if (value('ProxyEnable') !== '0x1') return { proxy: null, script };
  const server = value('ProxyServer');
  return { proxy: /(?:^|;)https=([^;]+)/.exec(server)?.[1] ?? (server === '' ? null : server), script };
}
