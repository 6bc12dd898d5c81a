import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Which blocks of the program an input reaches, and how often, is counted by the program itself: every module of `src` gets
 * a counter at the head of each block as it is loaded. V8's own coverage (`node:inspector`) tells the same, but collecting
 * it takes longer than most inputs take to read (docs/fuzzing.md has the numbers); this costs one array access.
 */
const MOST_BLOCKS = 1 << 16;
const COUNTERS = '__blocks';

const counters = new Uint8Array(MOST_BLOCKS);
let blocks = 0;

/** Names the counters in the modules loaded from now on. Call it once, before they are imported. */
export function countBlocksOf(isCounted: (path: string) => boolean): void {
  Object.assign(globalThis, { [COUNTERS]: counters });
  registerHooks({
    load(url, context, next) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
      const path = fileURLToPath(url);
      if (!isCounted(path)) return next(url, context);
      return { format: 'module', shortCircuit: true, source: withCounters(readFileSync(path, 'utf8'), path) };
    },
  });
}

/** How many blocks have a counter so far. */
export const knownBlocks = (): number => blocks;

/** What the runs so far have reached. */
export interface Reached {
  /** Blocks reached by any run. */
  readonly blocks: number;
  /** Takes the counters of the run that just ended. @returns whether it reached a block, or a count of one, that is new */
  take(): boolean;
}

export function createReached(): Reached {
  const seen = new Uint8Array(MOST_BLOCKS);
  let reached = 0;
  return {
    get blocks() {
      return reached;
    },
    take() {
      let isNew = false;
      for (let block = 0; block < blocks; block += 1) {
        const count = counters[block] as number;
        if (count === 0) continue;
        const bit = bucketOf(count);
        const before = seen[block] as number;
        if (before === 0) reached += 1;
        if ((before & bit) === 0) {
          seen[block] = before | bit;
          isNew = true;
        }
      }
      counters.fill(0, 0, blocks);
      return isNew;
    },
  };
}

/** Once, twice, three times, and then by size: a loop that runs longer is something new, once more is not (as in AFL). */
function bucketOf(count: number): number {
  if (count < 4) return 1 << (count - 1);
  return 1 << Math.min(7, 1 + Math.floor(Math.log2(count)));
}

export function withCounters(source: string, fileName: string): string {
  const { outputText } = ts.transpileModule(source, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: false,
    },
    transformers: { before: [addCounters] },
  });
  return outputText;
}

const addCounters: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const make = context.factory;
  const counter = (): ts.Expression =>
    make.createPostfixIncrement(
      make.createElementAccessExpression(make.createIdentifier(COUNTERS), blocks++ % MOST_BLOCKS),
    );
  const counted = (): ts.Statement => make.createExpressionStatement(counter());
  const first = (one: ts.Expression): ts.Expression =>
    make.createParenthesizedExpression(make.createComma(counter(), one));
  const branch = (one: ts.Statement): ts.Statement =>
    ts.isBlock(one) ? one : make.createBlock([counted(), one]);
  const lazy = new Set([
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ]);

  function visit(node: ts.Node): ts.Node {
    const now = ts.visitEachChild(node, visit, context);
    if (ts.isBlock(now)) return make.updateBlock(now, [counted(), ...now.statements]);
    if (ts.isIfStatement(now))
      return make.updateIfStatement(
        now,
        now.expression,
        branch(now.thenStatement),
        // Also where nothing is written for "else": most checks of a reader leave it out.
        now.elseStatement ? branch(now.elseStatement) : make.createBlock([counted()]),
      );
    if (ts.isCaseClause(now))
      return make.updateCaseClause(now, now.expression, [counted(), ...now.statements]);
    if (ts.isDefaultClause(now)) return make.updateDefaultClause(now, [counted(), ...now.statements]);
    if (ts.isConditionalExpression(now))
      return make.updateConditionalExpression(
        now,
        now.condition,
        now.questionToken,
        first(now.whenTrue),
        now.colonToken,
        first(now.whenFalse),
      );
    if (ts.isBinaryExpression(now) && lazy.has(now.operatorToken.kind))
      return make.updateBinaryExpression(now, now.left, now.operatorToken, first(now.right));
    if (ts.isArrowFunction(now) && !ts.isBlock(now.body))
      return make.updateArrowFunction(
        now,
        now.modifiers,
        now.typeParameters,
        now.parameters,
        now.type,
        now.equalsGreaterThanToken,
        first(now.body),
      );
    return now;
  }
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};
