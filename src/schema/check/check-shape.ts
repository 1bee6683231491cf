import type { ErrorObject } from 'ajv';
import type { SourceDocument } from '../source-file.ts';
import { explainShapeError } from './schema-violation.ts';
import { validate } from '../generated/validate-shape.ts';
import { reportMisreadNumbers } from '../shape/report-misread-numbers.ts';
import { reportNulls } from '../shape/report-nulls.ts';
import { shapeValue } from '../shape/shape-value.ts';

/** Holds a document against the JSON Schema and reports everything that does not fit, once each. */
export function checkShape(document: SourceDocument): void {
  reportNulls(document.root, document.scope);
  reportMisreadNumbers(document);
  for (const error of distinct(shapeErrors(document))) explainShapeError(error, document);
}

function shapeErrors({ root }: SourceDocument): readonly ErrorObject[] {
  return validate(shapeValue(root)) ? [] : (validate.errors ?? []);
}

/** Keywords that speak of a key of the value and not of the value as a whole. */
const aboutKeys = new Set(['additionalProperties', 'required', 'propertyNames']);

/** One error for each fault: alternatives that failed and the tests of a name say nothing by themselves. */
function distinct(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter(
    ({ keyword, propertyName, schemaPath }) =>
      propertyName === undefined && keyword !== 'if' && !/\/oneOf\/\d/.test(schemaPath),
  );
  const seen = new Set<string>();
  return telling.filter((error) => {
    const fault = aboutKeys.has(error.keyword) ? JSON.stringify(error.params) : '';
    const name = `${error.instancePath}\n${fault}`;
    return !seen.has(name) && seen.add(name);
  });
}
