import {
  normalizeSequence,
  type SequenceDefinition,
  type SequenceStep,
} from '../../definitions/sequence-definition.ts';
import type { SourceDocument, SourceFile, SourceNode } from '../source-file.ts';
import {
  checkKeys,
  readDuration,
  readRaw,
  readText,
  reportMissing,
  reportWrongValue,
  scalarText,
} from './read-parts.ts';

/** Reads the file of a sequence. */
export function readSequenceFile({ root, scope }: SourceDocument): SequenceDefinition {
  const steps = root.entries.get('steps')?.value;
  if (!steps) reportMissing(root, 'steps', scope);
  else if (steps.kind !== 'list') {
    reportWrongValue(
      steps,
      { name: 'steps', expected: 'a list of steps', example: 'steps: [{ step: email }]' },
      scope,
    );
  }
  return normalizeSequence({
    kind: 'sequence',
    name: readText(root, 'name', scope),
    steps: steps?.kind === 'list' ? steps.items.map((step) => readStep(step, scope)) : [],
    settings: readRaw(root.entries.get('settings')?.value, 'settings', scope),
    raw: readRaw(root.entries.get('raw')?.value, 'raw', scope),
  });
}

function readStep(node: SourceNode, scope: SourceFile): SequenceStep {
  if (node.kind !== 'map') {
    reportWrongValue(node, { name: 'steps', expected: 'a block of keys', example: '- step: email' }, scope);
    return { does: '', afterMinutes: 0, raw: {} };
  }
  checkKeys(node, ['id', 'step', 'after', 'raw'], scope);
  const id = scalarText(node.entries.get('id')?.value);
  const after = node.entries.get('after')?.value;
  return {
    does: readText(node, 'step', scope),
    afterMinutes: after ? readDuration(after, 'after', scope) : 0,
    ...(id === undefined ? {} : { id }),
    raw: readRaw(node.entries.get('raw')?.value, 'raw', scope),
  };
}
