/** Adds the table of the last applied reviewed configuration of each set of files. A part of format 4. */
export const reviewStatement = `create table rollcall_reviews (
    portal bigint not null,
    file_set text not null,
    files text not null,
    targets text not null,
    config_hash text not null,
    plan_id text not null,
    planned_at text not null,
    commit_id text,
    at text not null,
    primary key (portal, file_set))`;
