import { createStyle, type TextOptions } from './style.ts';
import { table } from './layout.ts';

/** The result of one rule for an address. */
export interface ExplanationRow {
  readonly rule: string;
  readonly holds: boolean;
  /** The facts that the rule used. */
  readonly saw: string;
}

/** Renders the rules for an address, in order. The first rule that holds decides, and is marked. */
export function renderExplanation(rows: readonly ExplanationRow[], options: TextOptions): string {
  const style = createStyle(options);
  const deciding = rows.findIndex((row) => row.holds);
  const cells = rows.map((row, index) => [
    index === deciding ? '->' : '  ',
    row.holds ? 'yes' : 'no',
    row.rule,
    row.saw,
  ]);
  const lines = table(cells, {
    width: options.width,
    header: ['', '', 'rule', 'facts'],
    paintHeader: style.faint,
  });
  const painted = lines.map((line) => (line.startsWith('->') ? style.heading(line) : line));
  const closing =
    deciding < 0
      ? 'No rule holds.'
      : 'The first rule that holds decides; "plan" is the decision of the whole plan.';
  return `${[...painted, '', closing].join('\n')}\n`;
}
