import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { escapeInvisible } from '../../../src/model/text/invisible-characters.ts';
import { parseDefinition } from '../../../src/schema/definition/parse-definition.ts';
import { writeDefinition } from '../../../src/schema/definition/write-definition.ts';
import { sequence, workflow } from '../../definitions/arbitraries.ts';

const file = 'workflows/a.yaml';
const schema: unknown = JSON.parse(
  readFileSync(new URL('../../../src/schema/definition/definition.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema as object);

describe('definition files', () => {
  it('have the same definition and the same bytes after reading and writing', () => {
    fc.assert(
      fc.property(fc.oneof(workflow, sequence), (definition) => {
        const text = writeDefinition(definition, { file });
        const { definition: read, diagnostics } = parseDefinition({ file, text, purpose: 'compare' });
        expect(diagnostics).toEqual([]);
        expect(escapeInvisible(text)).toBe(text);
        expect(read).toEqual(definition);
        expect(read && writeDefinition(read, { file })).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('satisfy the JSON Schema', () => {
    fc.assert(
      fc.property(fc.oneof(workflow, sequence), (definition) => {
        const value: unknown = parse(writeDefinition(definition, { file }));
        expect(validate(value) ? [] : validate.errors).toEqual([]);
      }),
    );
  });
});
