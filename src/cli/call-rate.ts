/** HubSpot counts calls over ten seconds and lets them come in bursts: less time than that says nothing. */
const window = 10_000;

/** Calls a second. */
export interface CallRate {
  /** Notes how many calls were made up to now, in milliseconds of any clock. */
  note(requests: number, now: number): void;
  /** Over the last ten seconds or a little more; nothing before they are over. */
  at(now: number): number | undefined;
}

export function callRate(): CallRate {
  const notes: { readonly requests: number; readonly at: number }[] = [];
  // The first of the notes is the one from which is counted: the latest that is ten seconds old.
  const forget = (now: number): void => {
    while ((notes[1]?.at ?? now) <= now - window) notes.shift();
  };
  return {
    note(requests, now) {
      notes.push({ requests, at: now });
      forget(now);
    },
    at(now) {
      forget(now);
      const [from, to] = [notes[0], notes.at(-1)];
      if (!from || !to || now - from.at < window) return undefined;
      return ((to.requests - from.requests) / (now - from.at)) * 1_000;
    },
  };
}
