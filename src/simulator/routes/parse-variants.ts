import { Failure } from '../../model/failure.ts';
import type { VariantName, Variants } from './variants.ts';
import { variantChoices } from './variants.ts';

/** Reads `name=answer`, as many as there are. Throws a `Failure` that names the choices. */
export function parseVariants(texts: readonly string[]): Partial<Variants> {
  return Object.fromEntries(texts.map(parseVariant));
}

/** `enrollmentOfNever=not-found|empty`, one line for each question; the first answer is the usual one. */
function variantLines(): readonly string[] {
  return Object.entries(variantChoices).map(([name, choices]) => `${name}=${choices.join('|')}`);
}

function parseVariant(text: string): readonly [VariantName, string | number] {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim());
  if (!isName(name)) {
    throw refused(text, `there is no question ${name === '' ? '(nothing)' : name}`, variantLines());
  }
  const choices: readonly (string | number)[] = variantChoices[name];
  const chosen = choices.find((choice) => String(choice) === value);
  if (chosen === undefined) throw refused(text, `${name} has no value ${value}`, choices);
  return [name, chosen];
}

function isName(name: string): name is VariantName {
  return Object.hasOwn(variantChoices, name);
}

function refused(text: string, why: string, choices: readonly (string | number)[]): Failure {
  return new Failure({
    code: 'simulator-variant',
    message: `--variant ${text}: ${why}.`,
    help: `Write name=VALUE, one of: ${choices.join(', ')}`,
  });
}
