/** GitHub's expressions, by GitHub's own evaluator. */
import { Evaluator, Lexer, Parser, data } from '@actions/expressions';

export type Contexts = Readonly<Record<string, unknown>>;

/** What a key of a step may hold. */
export type Scalar = string | number | boolean;

/** How the job stands, for `success()`, `failure()` and `always()`. */
export type JobStatus = 'success' | 'failure';

/** A text with `${{ }}` in it, as a step gets it. */
export function expand(text: Scalar, contexts: Contexts): string {
  return String(text).replace(/\$\{\{(.*?)\}\}/gsu, (_, expression: string) =>
    evaluate(expression, contexts, 'success').coerceString(),
  );
}

/** Whether an `if:` lets a step or job run: `success()` is meant where no such function is named. */
export function holds(condition: string | undefined, contexts: Contexts, status: JobStatus): boolean {
  const text = (condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/su, '$1');
  const whole = /\b(?:success|failure|always|cancelled)\(\)/u.test(text) ? text : `success() && (${text})`;
  const value = evaluate(whole, contexts, status);
  return value.coerceString() !== 'false' && value.coerceString() !== '';
}

function evaluate(expression: string, contexts: Contexts, status: JobStatus): data.ExpressionData {
  const functions = ['success', 'failure', 'always', 'cancelled'].map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(name === 'always' || name === status),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const dictionary = new data.Dictionary(
    ...Object.entries(contexts).map(([key, context]) => {
      const value: data.ExpressionData = JSON.parse(JSON.stringify(context), data.reviver);
      return { key, value };
    }),
  );
  return new Evaluator(parsed, dictionary, new Map(functions.map((one) => [one.name, one]))).evaluate();
}
