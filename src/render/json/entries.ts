/** The entries of the JSON documents, with their keys in the published order. */
import type { Diagnostic, Source } from '../../model/results/diagnostic.ts';
import { jsonDocument } from '../../model/text/json-document.ts';
import type { Change, Drift, Unchanged } from '../../model/results/plan.ts';
import type { Outcome } from '../../model/results/report.ts';
import { editDiff } from '../view/definition-diff.ts';

/** Returns a value as one JSON document. */
export function renderJson(value: unknown): string {
  return [...jsonDocument(value)].join('');
}

/**
 * Returns a copy of an object with the keys of `order` first, in that order, then all other keys by name. Equal
 * values become equal text, and a key that is missing from `order` is kept.
 */
export function orderKeys(order: readonly string[], value: object): Record<string, unknown> {
  const parts = new Map<string, unknown>(Object.entries(value));
  const others = [...parts.keys()].filter((key) => !order.includes(key)).toSorted();
  const keys = [...order.filter((key) => parts.has(key)), ...others];
  return Object.fromEntries(keys.map((key) => [key, parts.get(key)]));
}

type JsonObject = Record<string, unknown>;

export function changeJson(change: Change): JsonObject {
  const keys = [
    'address',
    'action',
    'reason',
    'effect',
    'reversible',
    'contact',
    'target',
    'sender',
    'source',
  ];
  return { ...orderKeys(keys, change), ...contactAndTargetJson(change) };
}

export function unchangedJson(unchanged: Unchanged): JsonObject {
  const keys = [
    'address',
    'status',
    'reason',
    'waitsFor',
    'until',
    'help',
    'endedAs',
    'contact',
    'target',
    'source',
  ];
  return { ...orderKeys(keys, unchanged), ...contactAndTargetJson(unchanged) };
}

/** Renders a difference for `drift`, with the unified diff of an edit. A plan has none, because its seal covers its text. */
export function driftJsonWithDiff(drift: Drift): JsonObject {
  const { edit } = drift;
  if (!edit) return driftJson(drift);
  return {
    ...driftJson(drift),
    edit: {
      ...edit,
      diff: editDiff(edit)
        .map((line) => `${line}\n`)
        .join(''),
    },
  };
}

export function driftJson(drift: Drift): JsonObject {
  const { contact, source } = drift;
  return {
    ...orderKeys(
      ['address', 'kind', 'message', 'help', 'counts', 'edit', 'edited', 'contact', 'at', 'source'],
      drift,
    ),
    ...(contact ? { contact: orderKeys(['id', 'email', 'link'], contact) } : {}),
    ...(source ? { source: sourceJson(source) } : {}),
  };
}

export function diagnosticJson(diagnostic: Diagnostic): JsonObject {
  const { source, related } = diagnostic;
  return {
    ...orderKeys(['code', 'severity', 'message', 'help', 'source', 'related'], diagnostic),
    ...(source ? { source: sourceJson(source) } : {}),
    ...(related ? { related: related.map(sourceJson) } : {}),
  };
}

export function outcomeJson(outcome: Outcome): JsonObject {
  const { contact, response, source, target } = outcome;
  const keys = [
    'address',
    'action',
    'status',
    'reason',
    'help',
    'waitsFor',
    'until',
    'createdId',
    'evidence',
    'response',
    'contact',
    'target',
    'source',
  ];
  return {
    ...orderKeys(keys, outcome),
    ...(response
      ? { response: orderKeys(['request', 'status', 'code', 'message', 'correlationId'], response) }
      : {}),
    ...(target ? { target: orderKeys(['kind', 'key', 'id', 'name'], target) } : {}),
    ...(contact ? { contact: orderKeys(['id', 'email', 'link'], contact) } : {}),
    ...(source ? { source: sourceJson(source) } : {}),
  };
}

function contactAndTargetJson(item: Change | Unchanged): JsonObject {
  return {
    ...('contact' in item && item.contact
      ? { contact: orderKeys(['id', 'email', 'link'], item.contact) }
      : {}),
    target: orderKeys(['kind', 'key', 'id', 'name'], item.target),
    ...(item.source ? { source: sourceJson(item.source) } : {}),
  };
}

function sourceJson(source: Source): JsonObject {
  return orderKeys(['file', 'line', 'column'], source);
}
