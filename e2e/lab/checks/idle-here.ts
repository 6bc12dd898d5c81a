/** Run as the client of a laboratory: leaves a session quiet for one and for four seconds, and prints how it ended. */
import { idleSession } from '../../../src/main/node/idle-session.ts';
import { ANYCAST_ADDRESS } from '../network/topology.ts';

const wish = { address: ANYCAST_ADDRESS, serverName: 'bitbucket.org', minutes: 1, pauses: [1, 4] };
console.log(JSON.stringify(await idleSession(wish, new AbortController().signal)));
