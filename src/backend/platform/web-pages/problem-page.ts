import { problems } from '#contract/problem';
import type { Problem } from '../errors/problem.ts';
import { markup, type Html } from './html.ts';
import { markedHeading } from './page-parts.ts';
import type { Page } from './page.ts';

/** A page that says what went wrong and what to do next. */
function problemPage({ title, detail, next }: { title: string; detail: string; next?: Html }): Page {
  return { title, main: markup`${markedHeading('bad', title)}<p>${detail}</p>${next}` };
}

const toAccount = markup`<p><a class="button second" href="/Account">Go to your account</a></p>`;

export const notFoundPage = problemPage({
  title: 'Page not found',
  detail:
    "There's nothing at this address. If you typed it, check the spelling. If you followed a link, it may have been cut off.",
  next: toAccount,
});

export const foreignFormPage = problemPage({
  title: 'We blocked this request',
  detail:
    'Another site tried to submit a form in your name, so we stopped it. Nothing has changed. If this was you, open the page from your email or bookmarks and try again.',
  next: toAccount,
});

/**
 * The page of a problem for which there is no page of its own.
 *
 * @param requestId shown where an operator may have to read the log
 */
export function pageOfProblem(problem: Problem, requestId: string): Page {
  switch (problem.code) {
    case 'not_found':
      return notFoundPage;
    case 'internal':
      return problemPage({
        title: 'Something went wrong',
        detail: 'That is our fault, not yours. Go back and try again in a moment.',
        next: forTheLog(requestId),
      });
    case 'unavailable':
      return problemPage({
        title: 'Temporarily unavailable',
        detail: "FastLinkIt is restarting or can't reach its data. Go back and try again in a moment.",
        next: forTheLog(requestId),
      });
    case 'unsupported_media_type':
    case 'payload_too_large':
      return problemPage({
        title: problems[problem.code].title,
        detail: "We couldn't read what was sent. Go back, reload the page and fill in the form again.",
      });
    default:
      return problemPage({ title: problems[problem.code].title, detail: problem.message, next: toAccount });
  }
}

function forTheLog(requestId: string): Html {
  return markup`<p class="small quiet">If it keeps happening, send your server administrator this reference: <code>${requestId}</code></p>`;
}
