import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { normalizeEmail } from '#contract/email';
import type { FieldError } from '#contract/problem';
import { registration as registrationSchema } from '#contract/session';
import { problemOf } from '../http/error-handler.ts';
import { readForm } from '../http/form.ts';
import { goTo, sendPage } from '../http/page.ts';
import { fieldProblem, Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { sessionCookie } from '../http/session-cookie.ts';
import {
  acceptInvite,
  declineInvite,
  recordInviteOpened,
  registerThroughInvite,
  sendInviteCode,
} from './invite-acceptance-service.ts';
import { findVisit, isInvitee, pageOfVisit, type Visit } from './invite-visit.ts';
import { unknownInvitePage } from './ended-invite-view.ts';
import { choicePage, registrationPage, signInPage, wrongAccountPage } from './invite-view.ts';

const fieldNames = ['email', 'password', 'firstName', 'lastName', 'code'] as const;
type Fields = ReturnType<typeof readForm<(typeof fieldNames)[number]>>;

interface Form {
  visit: Visit;
  fields: Fields;
  request: FastifyRequest;
  reply: FastifyReply;
}

type InviteRoute = { Params: { token: string }; Querystring: { code?: unknown } };

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

  /** A GET changes nothing but this, and what it notes is a guess: it never stands in the page's way. */
  async function noteFirstLook(request: FastifyRequest, { link }: Visit): Promise<void> {
    try {
      await recordInviteOpened(context, link.invite.id);
    } catch (error) {
      request.log.warn({ err: error }, 'the opening of an invite was not noted');
    }
  }

  /** What all forms have in common: they act on an open invite, for nobody but the invitee. */
  function onForm(act: string, deed: (form: Form) => Promise<FastifyReply>): void {
    pages.post<InviteRoute>(`/support/invite/:token/${act}`, async (request, reply) => {
      const fields = readForm(request.body, fieldNames);
      const visit = await visitOf(request);
      if (!visit) return sendPage(reply, 404, unknownInvitePage);
      if (visit.link.invite.status !== 'pending') return refuse(reply, visit);
      if (visit.user && !isInvitee(visit)) return refuseOther(reply, visit, visit.user.email);
      try {
        return await deed({ visit, fields, request, reply });
      } catch (error) {
        // It ended between the look and the deed: somebody else was quicker.
        const now =
          error instanceof Problem && error.code === 'invite_not_open' ? await visitOf(request) : undefined;
        if (!now) throw error;
        return refuse(reply, now);
      }
    });
  }

  /** The page of an invite as it is, as a refusal. */
  async function refuse(reply: FastifyReply, visit: Visit): Promise<FastifyReply> {
    const { status, page } = await pageOfVisit(context, visit, {});
    return sendPage(reply, status === 200 ? 409 : status, page);
  }

  onForm('register', async ({ visit, fields, request, reply }) => {
    const { token, link, view } = visit;
    const { firstName, lastName, code } = fields;
    const again = (status: number, errors: readonly FieldError[]) =>
      sendPage(
        reply,
        status,
        registrationPage(view, {
          values: { firstName, lastName, code },
          errors,
          withCode: link.kind === 'copied',
        }),
      );
    try {
      requireSameAddress(fields, visit);
      if (link.accountExists) throw accountByNow(view.email);
      const registration = registrationSchema.safeParse({
        firstName: '',
        lastName: '',
        password: '',
        ...fields,
      });
      if (!registration.success) {
        return again(
          422,
          registration.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
        );
      }
      const origin = { device: request.headers['user-agent'] ?? 'unknown', address: request.ip };
      const session = await registerThroughInvite(context, {
        token,
        registration: registration.data,
        code,
        origin,
      });
      cookie.set(reply, session.cookie);
      return goTo(reply, view.path);
    } catch (error) {
      const problem = problemOf(error, request);
      if (problem.code === 'invite_not_open') throw problem;
      if (problem.code === 'already_member') {
        return sendPage(reply, 409, visit.user ? choicePage(view) : signInPage(view, problem.message));
      }
      if (problem.retryAfter !== undefined) void reply.header('retry-after', problem.retryAfter);
      return again(problem.status, problem.errors ?? [{ path: '', message: problem.message }]);
    }
  });
}
