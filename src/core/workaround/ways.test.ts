import { expect, test } from 'vitest';
import { readWays, speaksHttps } from './ways.ts';

test.each([
  [['git'], ['git']],
  [['ssh,git'], ['git', 'ssh']],
  [
    ['ssh', ' hosts , git', 'ssh'],
    ['hosts', 'git', 'ssh'],
  ],
  [['git,dns'], { unknown: 'dns' }],
  [[''], { unknown: '' }],
])('%j', (words, ways) => {
  expect(readWays(words)).toEqual(ways);
});

test('the names with ssh in front answer SSH alone', () => {
  expect(['bitbucket.org', 'ssh.bitbucket.org', 'altssh.bitbucket.org'].filter(speaksHttps)).toEqual([
    'bitbucket.org',
  ]);
});
