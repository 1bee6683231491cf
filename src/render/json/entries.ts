/** The parts of a plan with their keys in the published order, whatever order they were made in. */
import type { Diagnostic, Source } from '../../model/diagnostic.ts';
import type { Change, Drift, Unchanged } from '../../model/plan.ts';
import type { Outcome } from '../../model/report.ts';
import { inOrder } from './in-order.ts';

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
