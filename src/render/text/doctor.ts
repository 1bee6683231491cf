import type { Check } from '../../model/results/examination.ts';
import { checkTones, type DoctorResult, doctorView, type PassedArea } from '../view/doctor-view.ts';
import { formatPlace } from '../view/format.ts';
import { wrap } from './layout.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

export interface DoctorOptions extends TextOptions {
  /** List every passed check. */
  readonly verbose: boolean;
}

/** Renders the result, then the problems with their next steps, then the passed checks: one line a section, or all. */
export function renderDoctor(result: DoctorResult, options: DoctorOptions): string {
  const style = createStyle(options);
  const { ready, headline, failed, warnings, passed, passedTitle, notChecked } = doctorView(result);
  const lines = (text: string): readonly string[] =>
    text === '' ? [] : wrap(text, { width: style.width, rest: '  ' });
  const parts = [
    lines(headline).map(ready ? style.heading : style.error),
    [...failed, ...warnings].flatMap((check) => checkLines(check, style)),
    ...(options.verbose
      ? passed.map((area) => passedSection(area, style))
      : [
          passedSummary(passed, style),
          passedTitle === '' ? [] : [...lines(notChecked), `${passedTitle}: rollcall doctor --verbose`],
        ]),
  ].filter((part) => part.length > 0);
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function checkLines(check: Check, style: Style): readonly string[] {
  const { status, message, source } = check;
  const prefix = status === 'ok' || !source ? '' : `${formatPlace(source)}: `;
  const label = `  ${status.padEnd(7)}`;
  const rest = ' '.repeat(label.length + 2);
  const lines = wrap(`${prefix}${message}`, { width: style.width, first: `${label}  `, rest });
  return [
    ...lines.map((line, at) =>
      at === 0 ? line.replace(label, style.tone[checkTones[status]](label)) : line,
    ),
    ...(check.status === 'ok'
      ? []
      : wrap(check.help, { width: style.width, first: `${rest}fix: `, rest: `${rest}     ` })),
  ];
}

/** Returns every passed check of an area below its title. */
function passedSection({ title, checks }: PassedArea, style: Style): readonly string[] {
  return [style.heading(title), ...checks.flatMap((check) => checkLines(check, style))];
}

/** Returns one line for each area. */
function passedSummary(passed: readonly PassedArea[], style: Style): readonly string[] {
  const widest = passed.reduce((width, { title }) => Math.max(width, title.length), 0);
  return passed.flatMap(({ title, summary }) => {
    const first = `  ok  ${title.padEnd(widest)}  `;
    return wrap(summary, { width: style.width, first, rest: ' '.repeat(first.length) }).map((line, at) =>
      at === 0 ? line.replace('ok', style.tone.add('ok')) : line,
    );
  });
}
