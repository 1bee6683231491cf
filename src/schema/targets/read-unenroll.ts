import type { UnenrollRoute } from '../../model/desired-state.ts';
import { readId } from '../read/read-values.ts';
import type { FileScope } from '../source-file.ts';
import type { SourceNode } from '../source/source-tree.ts';
import { valueAt } from '../source/source-tree.ts';

/** The helper that takes people out. A property is stamped with `true` unless another value is named. */
export function readUnenroll(node: SourceNode | undefined, scope: FileScope): UnenrollRoute | undefined {
  const workflow = valueAt(node, 'workflow');
  if (workflow) {
    const id = readId(workflow, scope);
    return id === undefined ? undefined : { workflow: id };
  }
  const property = valueAt(node, 'property');
  const value = valueAt(node, 'value');
  if (property?.kind !== 'scalar') return undefined;
  return { property: property.text, value: value?.kind === 'scalar' ? String(value.value) : 'true' };
}
