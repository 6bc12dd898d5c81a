/** The five published examples, as the vendor's article prints them, and the signature each must be recognised as. */
export const PUBLISHED_EXAMPLES: readonly { readonly id: string; readonly text: string }[] = [
  {
    id: 'openssl-syscall',
    text: 'OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to bitbucket.org:443',
  },
  {
    id: 'git-not-connected',
    text: `git fetch returned status code 128:
stderr: fatal: unable to access 'https://bitbucket.org/': Network file descriptor is not connected`,
  },
  {
    id: 'git-reset-by-peer',
    text: `git fetch returned status code 128:
stdout:
stderr: fatal: unable to access 'https://bitbucket.org/': TCP connection reset by peer`,
  },
  {
    id: 'nss-connect-reset',
    text: `curl -v https://bitbucket.org
* About to connect() to bitbucket.org port 443 (#0)
*   Trying 104.192.141.1...
* Connected to bitbucket.org (104.192.141.1) port 443 (#0)
* Initializing NSS with certpath: sql:/etc/pki/nssdb
*   CAfile: /etc/pki/tls/certs/ca-bundle.crt
  CApath: none
* NSS error -5961 (PR_CONNECT_RESET_ERROR)
* TCP connection reset by peer
* Closing connection 0
curl: (35) TCP connection reset by peer`,
  },
  {
    id: 'ssh-broken-pipe',
    text: `ssh git@bitbucket.org > /dev/null
packet_write_wait: Connection to 104.192.141.1 port 22: Broken pipe`,
  },
];

/** What today's programs print for the same things. */
export const PRESENT_DAY_VARIANTS: readonly { readonly id: string; readonly text: string }[] = [
  {
    id: 'openssl3-unexpected-eof',
    text: 'curl: (35) error:0A000126:SSL routines::unexpected eof while reading',
  },
  {
    id: 'curl-recv-failure',
    text: "fatal: unable to access 'https://bitbucket.org/team/repo.git/': Recv failure: Connection was reset",
  },
  {
    id: 'schannel-failed',
    text: "fatal: unable to access 'https://bitbucket.org/team/repo.git/': schannel: failed to receive handshake, SSL/TLS connection failed",
  },
  {
    id: 'ssh-kex-reset',
    text: 'kex_exchange_identification: read: Connection reset by peer\nConnection reset by 104.192.141.1 port 22',
  },
  {
    id: 'ssh-client-loop',
    text: 'client_loop: send disconnect: Broken pipe',
  },
  {
    id: 'git-rpc-failed',
    text: 'error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)\nfatal: early EOF',
  },
  {
    id: 'git-rpc-failed',
    text: 'Fehler: RPC fehlgeschlagen; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF',
  },
  {
    id: 'java-connection-reset',
    text: 'org.eclipse.jgit.api.errors.TransportException: https://bitbucket.org/team/repo.git\nCaused by: java.net.SocketException: Connection reset',
  },
  { id: 'node-econnreset', text: 'Error: read ECONNRESET\n    at TLSWrap.onStreamRead' },
];
