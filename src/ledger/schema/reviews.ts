/** Adds the table of the last applied reviewed configuration of each portal. A part of format 4. */
export const reviewStatement = `create table rollcall_reviews (
    portal bigint primary key,
    config_hash text not null,
    plan_id text not null,
    commit_id text,
    at text not null)`;
