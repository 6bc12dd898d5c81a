/** Something the person at the keyboard can act on; its message is the whole answer, without a stack. */
export class LabProblem extends Error {
  override readonly name = 'LabProblem';
}
