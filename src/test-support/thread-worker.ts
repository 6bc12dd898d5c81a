import { threadId } from 'node:worker_threads';
import { succeed } from '../contract/problem.ts';
import { answerAsThread } from '../main/node/answer-as-thread.ts';

/** What the thread of `run-on-thread.test.ts` is told to do. */
export type ThreadOrder = 'answer' | 'throw' | 'wait' | 'grow';

/** A third of the 60 MB that the test lets a thread keep, thrice; held, so that it is not collected. */
const held: number[][] = [];

/** Answers with the number of its thread, says so before, or does what it was told to. */
answerAsThread<ThreadOrder, string, number>(async (order, onProgress) => {
  onProgress(`begun: ${order}`);
  if (order === 'throw') throw new Error('planned');
  if (order === 'wait') await new Promise(() => setInterval(() => {}, 1000));
  if (order === 'grow') for (let turn = 0; turn < 3; turn += 1) held.push(new Array(2_500_000).fill(0.5));
  return succeed(threadId);
});
