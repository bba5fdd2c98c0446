import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '#contract/problem';
import { registration } from '#contract/session';
import { problemOf } from '../http/error-handler.ts';
import { readForm } from '../http/form.ts';
import { goTo, sendPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { sessionCookie } from '../http/session-cookie.ts';
import { unknownInvitePage } from './ended-invite-view.ts';
import {
  acceptInvite,
  declineInvite,
  recordInviteOpened,
  registerThroughInvite,
  sendInviteCode,
} from './invite-acceptance-service.ts';
import { choicePage, registrationPage, signInPage, wrongAccountPage } from './invite-view.ts';
import { findVisit, pageOfVisit, type Visit } from './invite-visit.ts';

interface InviteRoute {
  Params: { token: string };
  Querystring: { code?: unknown };
}

// `email` is among them since the form shows it; the address is the invite's, whatever the form says.
const fieldNames = ['email', 'password', 'firstName', 'lastName', 'code'] as const;

interface Form {
  visit: Visit;
  fields: Partial<Record<(typeof fieldNames)[number], string>>;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * The invite page and the targets of its forms.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerInvitePages(pages: FastifyInstance, context: ServiceContext): void {
  const cookie = sessionCookie(context.publicUrl);
  const visitOf = (request: FastifyRequest<InviteRoute>) =>
    findVisit(context, { token: request.params.token, cookie: cookie.read(request) });

  pages.get<InviteRoute>('/support/invite/:token', async (request, reply) => {
    const visit = await visitOf(request);
    if (!visit) return sendPage(reply, 404, unknownInvitePage);
    if (isFirstLook(request, visit)) await noteFirstLook(request, visit);
    const { status, page } = await pageOfVisit(context, visit, { code: request.query.code });
    return sendPage(reply, status, page);
  });

  onForm('register', async ({ visit, fields, request, reply }) => {
    const { token, link, view } = visit;
    if (link.accountExists) {
      const sentence = `There is an account for ${view.email} by now. Sign in with it to join.`;
      return sendPage(reply, 409, visit.user ? choicePage(view) : signInPage(view, sentence));
    }
    const again = (status: number, errors: readonly FieldError[]) =>
      sendPage(
        reply,
        status,
        registrationPage(view, { values: fields, errors, withCode: link.kind === 'copied' }),
      );
    const parsed = registration.safeParse({ firstName: '', lastName: '', password: '', ...fields });
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      return again(422, errors);
    }
    try {
      const origin = { device: request.headers['user-agent'] ?? 'unknown', address: request.ip };
      const { code } = fields;
      const session = await registerThroughInvite(context, {
        token,
        registration: parsed.data,
        code,
        origin,
      });
      cookie.set(reply, session.cookie);
    } catch (error) {
      if (isInviteNotOpen(error)) throw error;
      const problem = problemOf(error, request);
      sayWhenToRetry(reply, problem);
      // Somebody made the account while the form was filled in.
      if (problem.errors?.some(({ path }) => path === 'email')) {
        return sendPage(reply, 409, signInPage(view, problem.message));
      }
      return again(problem.status, problem.errors ?? [{ path: '', message: problem.message }]);
    }
    return goTo(reply, view.path);
  });

  onForm('code', async ({ visit, reply }) => {
    const { token, link, view } = visit;
    if (link.kind === 'mailed' || link.accountExists) return refuse(reply, visit);
    try {
      await sendInviteCode(context, { token });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'rate_limited') throw error;
      sayWhenToRetry(reply, error);
      const errors = [{ path: '', message: error.message }];
      return sendPage(
        reply,
        error.status,
        registrationPage(view, { withCode: true, refusal: 'No new code was sent', errors }),
      );
    }
    return goTo(reply, `${view.path}?code=sent`);
  });

  for (const [act, answer] of [
    ['accept', acceptInvite],
    ['decline', declineInvite],
  ] as const) {
    onForm(act, async ({ visit, reply }) => {
      const { token, link, view, user } = visit;
      if (user) {
        await answer(context, { token, userId: user.id });
        return goTo(reply, view.path);
      }
      if (!link.accountExists) return refuse(reply, visit, 403);
      return sendPage(
        reply,
        403,
        signInPage(view, `Sign in first: only ${view.email} can answer this invite.`),
      );
    });
  }

  /** What all forms have in common: they act on an open invite, and for nobody but the invitee. */
  function onForm(act: string, deed: (form: Form) => Promise<FastifyReply>): void {
    // The address of a refusal, opened again.
    pages.get<InviteRoute>(`/support/invite/:token/${act}`, async (request, reply) =>
      goTo(reply, `/support/invite/${encodeURIComponent(request.params.token)}`),
    );
    pages.post<InviteRoute>(`/support/invite/:token/${act}`, async (request, reply) => {
      const fields = readForm(request.body, fieldNames);
      const visit = await visitOf(request);
      if (!visit) return sendPage(reply, 404, unknownInvitePage);
      const { link, user, view } = visit;
      if (link.invite.status !== 'pending') return refuse(reply, visit);
      if (user && user.email !== view.email) {
        return sendPage(reply, 403, wrongAccountPage(view, user.email, link.accountExists));
      }
      try {
        return await deed({ visit, fields, request, reply });
      } catch (error) {
        // It ended between the look and the deed: somebody else was quicker.
        const now = isInviteNotOpen(error) ? await visitOf(request) : undefined;
        if (!now) throw error;
        return refuse(reply, now);
      }
    });
  }

  /** The page of the invite as it is now, as a refusal. */
  async function refuse(reply: FastifyReply, visit: Visit, code = 409): Promise<FastifyReply> {
    const { status, page } = await pageOfVisit(context, visit);
    return sendPage(reply, status === 200 ? code : status, page);
  }

  /** All that a GET ever records, and it is a guess: it never stands in the page's way. */
  async function noteFirstLook(request: FastifyRequest, { link }: Visit): Promise<void> {
    try {
      await recordInviteOpened(context, link.invite.id);
    } catch (error) {
      request.log.warn({ err: error }, 'the opening of an invite was not recorded');
    }
  }
}

/** Whether a person has probably opened the mailed link, for the first time: no scanner, no prefetch. */
function isFirstLook(request: FastifyRequest, { link }: Visit): boolean {
  const { method, headers } = request;
  return (
    method === 'GET' &&
    headers['sec-fetch-user'] === '?1' &&
    !/prefetch/i.test(String(headers['sec-purpose'] ?? headers['purpose'] ?? '')) &&
    link.kind === 'mailed' &&
    link.invite.status === 'pending' &&
    link.invite.openedAt === null
  );
}

function isInviteNotOpen(error: unknown): boolean {
  return error instanceof Problem && error.code === 'invite_not_open';
}

function sayWhenToRetry(reply: FastifyReply, { retryAfter }: Problem): void {
  if (retryAfter !== undefined) void reply.header('retry-after', Math.max(1, Math.ceil(retryAfter)));
}
