/** The parts of a plan with their keys in the published order, whatever order they were made in. */
import type { Diagnostic, Source } from '../../model/diagnostic.ts';
import { jsonDocument } from '../../model/json-document.ts';
import type { Change, Drift, Unchanged } from '../../model/plan.ts';
import type { Outcome } from '../../model/report.ts';

/** A value as one JSON document, whole. */
export function renderJson(value: unknown): string {
  return [...jsonDocument(value)].join('');
}

/**
 * A copy of an object with the keys of `order` first, in that order, then all others by name. Values
 * equal in meaning so become equal text, and a key that nobody ordered yet is never lost.
 */
export function inOrder(order: readonly string[], value: object): Record<string, unknown> {
  const parts = new Map<string, unknown>(Object.entries(value));
  const others = [...parts.keys()].filter((key) => !order.includes(key)).toSorted();
  const keys = [...order.filter((key) => parts.has(key)), ...others];
  return Object.fromEntries(keys.map((key) => [key, parts.get(key)]));
}

type Json = Record<string, unknown>;

export function changeJson(change: Change): Json {
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
  return { ...inOrder(keys, change), ...personJson(change) };
}

export function keptJson(unchanged: Unchanged): Json {
  const keys = ['address', 'status', 'reason', 'help', 'contact', 'target', 'source'];
  return { ...inOrder(keys, unchanged), ...personJson(unchanged) };
}

export function driftJson(drift: Drift): Json {
  const { source } = drift;
  return {
    ...inOrder(['address', 'kind', 'message', 'help', 'counts', 'source'], drift),
    ...(source ? { source: sourceJson(source) } : {}),
  };
}

export function diagnosticJson(diagnostic: Diagnostic): Json {
  const { source, related } = diagnostic;
  return {
    ...inOrder(['code', 'severity', 'message', 'help', 'source', 'related'], diagnostic),
    ...(source ? { source: sourceJson(source) } : {}),
    ...(related ? { related: related.map(sourceJson) } : {}),
  };
}

export function outcomeJson(outcome: Outcome): Json {
  const { contact, source } = outcome;
  return {
    ...inOrder(['address', 'action', 'status', 'reason', 'help', 'contact', 'source'], outcome),
    ...(contact ? { contact: inOrder(['id', 'email', 'link'], contact) } : {}),
    ...(source ? { source: sourceJson(source) } : {}),
  };
}

function personJson(item: Change | Unchanged): Json {
  return {
    ...('contact' in item && item.contact ? { contact: inOrder(['id', 'email', 'link'], item.contact) } : {}),
    target: inOrder(['kind', 'key', 'id', 'name'], item.target),
    ...(item.source ? { source: sourceJson(item.source) } : {}),
  };
}

function sourceJson(source: Source): Json {
  return inOrder(['file', 'line', 'column'], source);
}
