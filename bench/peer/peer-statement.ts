/**
 * All that an invite durably is, in one statement: it waits for the seats' lock, counts one seat more if there is one,
 * and writes the invite, its mail job, the activity and two events. No row comes back where no seat was free; where the
 * address has an invite already the unique index refuses, and everything is undone.
 *
 * $1 organization, $2 addresses, $3 roles, $4 who invites.
 */
export const inviteStatement = `
  with wanted as (
    select uuidv7() as id, email, role from unnest($2::text[], $3::text[]) as given (email, role)
  ), seat as (
    update peer.seats set used = used + cardinality($2::text[])
    where organization_id = $1::uuid and used + cardinality($2::text[]) <= max_seats
    returning organization_id, max_seats, used
  ), invite as (
    insert into peer.invites (id, organization_id, email, role, created_at, expires_at, last_sent_at, recent_sends, invited_by, search)
    select id, organization_id, email, role::invite_role, now(), now() + interval '7 days', now(), array[now()], $4::uuid,
      array_to_tsvector(regexp_split_to_array(email, '[.@_+-]'))
    from wanted cross join seat
    returning *
  ), mail_job as (
    insert into peer.mail_jobs (name, data, policy, retry_limit, retry_backoff, dead_letter)
    select 'mail', jsonb_build_object('kind', 'invite', 'data', jsonb_build_object('inviteId', id, 'send', 1)),
      'standard', 20, true, 'mail-dead'
    from invite
  ), action as (
    insert into peer.activity (id, organization_id, at, type, actor_id, actor_name, subject, detail, search)
    select uuidv7(), organization_id, created_at, 'invite.created', $4::uuid, 'Olga Owner', email, role::text, search
    from invite
  ), event as (
    insert into peer.events (organization_id, type, data, at)
    select organization_id, 'invite.created', jsonb_build_object('invite', to_jsonb(invite) - 'search'), now() from invite
    union all
    select organization_id, 'seats.changed', jsonb_build_object('seats', to_jsonb(seat)), now() from seat
  )
  select id, email, role, status, created_at, expires_at from invite`;

/** One row and nothing else. */
export const bareStatement = `
  insert into peer.bare_invites (organization_id, email, role) values ($1, $2, $3) returning id, email, role, created_at`;

/**
 * The least that an invite with a limit of seats and an email can be: it counts a seat, and writes the invite and what a sender
 * would read, into plain tables of as few indexes as possible. No row comes back where no seat was free.
 */
export const limitStatement = `
  with seat as (
    update peer.limit_seats set used = used + 1 where organization_id = $1::uuid and used < max_seats returning organization_id
  ), invite as (
    insert into peer.limit_invites (organization_id, email, role)
    select organization_id, $2, $3 from seat
    returning id, email, role, created_at
  ), email as (
    insert into peer.limit_outbox (invite_id) select id from invite
  )
  select id, email, role, created_at from invite`;
