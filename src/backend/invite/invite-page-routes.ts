import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { registration } from '#contract/account/api';
import type { FieldError } from '#contract/problem';
import { Problem } from '../platform/errors/problem.ts';
import { problemOf } from '../platform/errors/to-problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { readForm } from '../platform/web-pages/form.ts';
import { redirectTo, sendPage } from '../platform/web-pages/page.ts';
import { sessionCookie } from '../platform/web-pages/session-cookie.ts';
import { deviceCookieOf } from '../session/known-devices.ts';
import { originOf } from '../session/start-session.ts';
import { afterSessionBegins } from '../sign-in/sign-in-page-routes.ts';
import { acceptInvite } from './accept-invite.ts';
import { declineInvite } from './decline-invite.ts';
import { incompleteLinkPage, unknownInvitePage } from './ended-invite-page.ts';
import { choicePage, registrationPage, signInPage, wrongAccountPage } from './invite-page.ts';
import { findVisit, pageOfVisit, type Visit } from './invite-visit.ts';
import { recordInviteOpened } from './record-invite-opened.ts';
import { repairInviteLink } from './repair-invite-link.ts';
import { registerInvitee } from './register-invitee.ts';
import { sendInviteCode } from './send-invite-code.ts';
import { prepareSignInInstead } from './sign-in-instead.ts';

interface InviteRoute {
  Params: { token: string };
  Querystring: { code?: unknown };
}

// The form shows `email`, but its value is ignored: the address is that of the invite.
const fieldNames = ['email', 'password', 'firstName', 'lastName', 'code'] as const;

interface Form {
  visit: Visit;
  fields: Partial<Record<(typeof fieldNames)[number], string>>;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Registers the invite page and the targets of its forms.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerInvitePages(pages: FastifyInstance, context: ServiceContext): void {
  const cookie = sessionCookie(context.publicUrl);
  const devices = deviceCookieOf(context);
  const signInInstead = prepareSignInInstead(context);
  const visitOf = (request: FastifyRequest<InviteRoute>) =>
    findVisit(context, { token: request.params.token, cookie: cookie.read(request) });

  pages.get<InviteRoute>('/support/invite/:token', async (request, reply) => {
    const visit = await visitOf(request);
    if (!visit) return repair(reply, request.params.token);
    if (isFirstOpening(request, visit)) await recordFirstOpening(request, visit);
    const { status, page } = await pageOfVisit(context, visit, { code: request.query.code });
    return sendPage(reply, status, page);
  });

  // A slash follows the token, or is in it.
  pages.get<{ Params: { '*': string } }>('/support/invite/*', async (request, reply) =>
    repair(reply, request.params['*']),
  );

  onForm('register', async ({ visit, fields, request, reply }) => {
    const { token, link, view } = visit;
    if (link.accountExists) {
      const sentence = `${view.email} now has an account. Sign in to join.`;
      if (visit.user) return sendPage(reply, 409, choicePage(view));
      return (
        (await signInInstead(view, fields, request, reply)) ??
        sendPage(reply, 409, signInPage(view, sentence))
      );
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
      const origin = originOf(request, devices.read(request));
      const { code } = fields;
      const session = await registerInvitee(context, {
        token,
        registration: parsed.data,
        code,
        origin,
      });
      cookie.set(reply, session.cookie);
      devices.remember(request, reply, session.userId);
    } catch (error) {
      if (isInviteNotOpen(error)) throw error;
      const problem = problemOf(error, request);
      setRetryAfter(reply, problem);
      // The account was created while the form was filled in.
      if (problem.errors?.some(({ path }) => path === 'email')) {
        const page = signInPage(view, problem.message);
        return (await signInInstead(view, fields, request, reply)) ?? sendPage(reply, 409, page);
      }
      return again(problem.status, problem.errors ?? [{ path: '', message: problem.message }]);
    }
    return redirectTo(reply, afterSessionBegins(view.path));
  });

  onForm('code', async ({ visit, reply }) => {
    const { token, link, view } = visit;
    if (link.kind === 'mailed' || link.accountExists) return refuse(reply, visit);
    try {
      await sendInviteCode(context, { token });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'rate_limited') throw error;
      setRetryAfter(reply, error);
      const errors = [{ path: '', message: error.message }];
      return sendPage(
        reply,
        error.status,
        registrationPage(view, { withCode: true, refusal: "We couldn't send a new code", errors }),
      );
    }
    return redirectTo(reply, `${view.path}?code=sent`);
  });

  for (const [action, answer] of [
    ['accept', acceptInvite],
    ['decline', declineInvite],
  ] as const) {
    onForm(action, async ({ visit, reply }) => {
      const { link, view, user } = visit;
      if (user) {
        await answer(context, { invite: link.invite, userId: user.id });
        return redirectTo(reply, view.path);
      }
      if (!link.accountExists) return refuse(reply, visit, 403);
      return sendPage(reply, 403, signInPage(view, `Sign in as ${view.email} to answer this invitation.`));
    });
  }

  /** Leads on to the invite of a link that has been damaged on its way, or says what is wrong with it. */
  function repair(reply: FastifyReply, written: string): FastifyReply {
    const repaired = repairInviteLink(context.secrets, written);
    if ('token' in repaired && repaired.token !== written) {
      return redirectTo(reply, `/support/invite/${repaired.token}`);
    }
    const isIncomplete = 'problem' in repaired && repaired.problem === 'incomplete';
    return sendPage(reply, 404, isIncomplete ? incompleteLinkPage : unknownInvitePage);
  }

  /** Registers a form, which acts on an open invite and for its invitee only. */
  function onForm(action: string, handle: (form: Form) => Promise<FastifyReply>): void {
    // A reload of the page that answered the form.
    pages.get<InviteRoute>(`/support/invite/:token/${action}`, async (request, reply) =>
      redirectTo(reply, `/support/invite/${encodeURIComponent(request.params.token)}`),
    );
    pages.post<InviteRoute>(`/support/invite/:token/${action}`, async (request, reply) => {
      const fields = readForm(request.body, fieldNames);
      const visit = await visitOf(request);
      if (!visit) return sendPage(reply, 404, unknownInvitePage);
      const { link, user, view } = visit;
      if (link.invite.status !== 'pending') return refuseEnded({ visit, fields, request, reply }, action);
      if (user && user.email !== view.email) {
        return sendPage(reply, 403, wrongAccountPage(view, user.email, link.accountExists));
      }
      try {
        return await handle({ visit, fields, request, reply });
      } catch (error) {
        // The invite ended after the check above.
        const now = isInviteNotOpen(error) ? await visitOf(request) : undefined;
        if (!now) throw error;
        return refuseEnded({ visit: now, fields, request, reply }, action);
      }
    });
  }

  /** Rejects a form of an invite that has ended, unless it is the second click of the registration that has ended it. */
  async function refuseEnded({ visit, fields, request, reply }: Form, action: string): Promise<FastifyReply> {
    const isSentTwice = action === 'register' && visit.link.invite.status === 'accepted' && !visit.user;
    const signedIn = isSentTwice ? await signInInstead(visit.view, fields, request, reply) : undefined;
    return signedIn ?? refuse(reply, visit);
  }

  /** Rejects a form with the page of the invite as it is now. */
  async function refuse(reply: FastifyReply, visit: Visit, code = 409): Promise<FastifyReply> {
    const { status, page } = await pageOfVisit(context, visit);
    return sendPage(reply, status === 200 ? code : status, page);
  }

  /** Records an opening. That is a guess, and a failure does not affect the page. */
  async function recordFirstOpening(request: FastifyRequest, { link }: Visit): Promise<void> {
    try {
      await recordInviteOpened(context, link.invite.id);
    } catch (error) {
      request.log.warn({ err: error }, 'the opening of an invite was not recorded');
    }
  }
}

/** Whether a person has probably opened the emailed link for the first time, not a scanner or a prefetch. */
function isFirstOpening(request: FastifyRequest, { link }: Visit): boolean {
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

function setRetryAfter(reply: FastifyReply, { retryAfter }: Problem): void {
  if (retryAfter !== undefined) void reply.header('retry-after', Math.max(1, Math.ceil(retryAfter)));
}
