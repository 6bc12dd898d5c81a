import type { Playbook } from '../../contract/playbook.ts';

/** The legacy addresses of the service, the control of every comparison, without their prefix lengths. */
export const legacyAddresses = ({ control }: Pick<Playbook, 'control'>): string[] =>
  control.addresses.map((range) => range.replace(/\/32$/, ''));
