import type { LocalProblem, SourceNode } from '../source-file.ts';

/** The words that YAML 1.1, and thus many readers, read as true and false. */
const yaml11Boolean = /^(?:y|yes|n|no|on|off|true|false)$/i;

export function isYaml11Boolean(text: string): boolean {
  return yaml11Boolean.test(text);
}

/** Returns the problem of an id that YAML 1.1 reads as true or false (`yes`, `off`); `undefined` for other values. */
export function yaml11BooleanProblem(node: SourceNode): LocalProblem | undefined {
  if (node.kind !== 'scalar' || !isYaml11Boolean(node.text)) return undefined;
  return {
    code: 'boolean-as-id',
    at: node.offset,
    message: `Invalid id \`${node.text}\`: YAML readers read this word as true or false.`,
    help: 'Write the id from HubSpot in digits, for example `id: 5510021`.',
  };
}
