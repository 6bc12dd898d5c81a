import { expect, test } from 'vitest';
import { readSshHostNames } from './ssh-host-names.ts';

test('names and files in every way of writing them, patterns passed over', () => {
  const text = `
# Host commented-out
Host bb "my work"  *.example !other ?x
  HostName bitbucket.org
HOST=second
  host   bb third\r
Include config.d/* "~/my file"
HostName not-a-host-line
include = /etc/ssh/more
`;
  expect(readSshHostNames(text)).toEqual({
    hosts: ['bb', 'my work', 'second', 'third'],
    includes: ['config.d/*', '~/my file', '/etc/ssh/more'],
  });
});

test('nothing in it is nothing found', () => {
  expect(readSshHostNames('')).toEqual({ hosts: [], includes: [] });
});
