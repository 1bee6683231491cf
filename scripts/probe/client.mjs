/**
 * Sends requests to HubSpot and keeps what they show, without secrets and without addresses.
 *
 * @typedef {object} Observation A request and its response, as the report shows them.
 * @property {string} point The open point that it belongs to.
 * @property {string} request The method and the path, with the ids replaced.
 * @property {number} status
 * @property {unknown} body With ids, addresses and times replaced.
 *
 * @typedef {object} Response
 * @property {number} status
 * @property {any} body The JSON of the response; undefined without a body.
 *
 * @typedef {(point: string, request: string, body?: unknown) => Promise<Response>} Send `request` is a method and a path.
 */

/**
 * Returns a function that sends requests one after the other, and the list of what they showed.
 *
 * @param {{ baseUrl: string, token: string }} account
 * @returns {{ send: Send, observations: Observation[] }}
 */
export function createClient({ baseUrl, token }) {
  /** @type {Observation[]} */
  const observations = [];
  /** @type {Send} */
  const send = async (point, request, body) => {
    const [method = '', path = ''] = request.split(' ');
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = parseJson(text);
    observations.push({
      point,
      request: `${method} ${withoutIds(path)}`,
      status: response.status,
      body: withoutValues(parsed),
    });
    return { status: response.status, body: parsed };
  };
  return { send, observations };
}

/** @param {string} text */
function parseJson(text) {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {string} path */
function withoutIds(path) {
  return path
    .replace(/[^/?=&]*(?:@|%40)[^/?&]*/gu, '{email}')
    .replace(/(?<=[/=])\d{3,}(?=$|[/?&])/gu, '{id}');
}

/**
 * Replaces what could identify a person or the account: addresses, ids, times, and every other number of three digits or
 * more. Codes and sentences of HubSpot remain.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function withoutValues(value) {
  if (typeof value === 'string') {
    return value
      .replace(/[\w.+-]+@[\w.-]+/gu, '{email}')
      .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z?/gu, '{time}')
      .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu, '{id}')
      .replace(/\d{3,}/gu, '{number}');
  }
  if (typeof value === 'number') return Math.abs(value) >= 100 ? '{number}' : value;
  if (Array.isArray(value)) return value.slice(0, 3).map(withoutValues);
  if (typeof value !== 'object' || value === null) return value;
  const names = new Set(['name', 'firstname', 'lastname', 'sequenceName', 'uiDomain', 'timeZone']);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      withoutValues(key),
      names.has(key) && typeof inner === 'string' ? '{text}' : withoutValues(inner),
    ]),
  );
}
