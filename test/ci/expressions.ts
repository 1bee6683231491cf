/** Evaluates GitHub expressions with GitHub's own evaluator. */
import { Evaluator, Lexer, Parser, data } from '@actions/expressions';

export type Contexts = Readonly<Record<string, unknown>>;

/** A value of a key of a step. */
export type Scalar = string | number | boolean;

/** The status that `success()`, `failure()` and `always()` depend on. */
export type JobStatus = 'success' | 'failure';

/** Replaces each `${{ }}` in a text by its value. */
export function expand(text: Scalar, contexts: Contexts): string {
  return String(text).replace(/\$\{\{(.*?)\}\}/gsu, (_, expression: string) =>
    evaluate(expression, contexts, 'success').coerceString(),
  );
}

/** Evaluates an `if:`. As in GitHub, a condition without a status function implies `success()`. */
export function isTrue(condition: string | undefined, contexts: Contexts, status: JobStatus): boolean {
  const text = (condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/su, '$1');
  const complete = /\b(?:success|failure|always|cancelled)\(\)/u.test(text) ? text : `success() && (${text})`;
  const value = evaluate(complete, contexts, status);
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
  return new Evaluator(
    parsed,
    dictionary,
    new Map(functions.map((definition) => [definition.name, definition])),
  ).evaluate();
}
