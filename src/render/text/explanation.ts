import type { Address } from '../../model/target.ts';
import { groupBy } from '../../model/group-by.ts';
import { safeLine } from '../view/safe-text.ts';
import { displayWidth } from '../view/display-width.ts';
import { padTo, wrap } from './layout.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** The result of one rule for an address. */
export interface ExplanationRow {
  readonly address: Address;
  readonly rule: string;
  readonly holds: boolean;
  /** The facts that the rule used. */
  readonly saw: string;
}

/** Renders the rules of each address, in order. The rule or step that decides is marked. */
export function renderExplanation(rows: readonly ExplanationRow[], options: TextOptions): string {
  const style = createStyle(options);
  const groups = [...groupBy(rows, ({ address }) => address)];
  const parts = [
    ...groups.map(([address, own]) => [style.heading(safeLine(address)), ...ruleLines(own, style)]),
    rows.some(({ holds }) => holds)
      ? wrap(
          'The first rule that holds decides. After "enroll", the first step of the plan that holds makes the contact wait. "plan" is the result.',
          {
            width: style.width,
            rest: '  ',
          },
        )
      : ['No rule holds.'],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The rows that give a result, not a rule or a step that decides. */
const resultRows: ReadonlySet<string> = new Set(['sender', 'plan']);

function ruleLines(rows: readonly ExplanationRow[], style: Style): readonly string[] {
  const deciding = rows.findLastIndex((row) => row.holds && !resultRows.has(row.rule));
  const widest = rows.reduce((width, { rule }) => Math.max(width, displayWidth(safeLine(rule))), 0);
  const indent = ' '.repeat('->  yes  '.length + widest + 2);
  return [
    style.faint(`         ${padTo('rule', widest)}  facts`),
    ...rows.flatMap(({ rule, holds, saw }, index) => {
      const mark = index === deciding ? '->' : '  ';
      const first = `${mark}  ${holds ? 'yes' : 'no '}  ${padTo(safeLine(rule), widest)}  `;
      const lines = wrap(saw, { width: style.width, first, rest: indent });
      return index === deciding ? lines.map(style.heading) : lines;
    }),
  ];
}
