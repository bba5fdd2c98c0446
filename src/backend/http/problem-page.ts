import { problems } from '#contract/problem';
import { markup } from './markup.ts';
import { markedHeading } from './page-parts.ts';
import type { Page } from './page.ts';
import type { Problem } from './problem.ts';

/** A page that says what went wrong and what to do next, in words for people. */
function problemPage({ title, detail, next = '' }: { title: string; detail: string; next?: string }): Page {
  return { title, main: markup`!${markedHeading('bad', markup`${title}`)}<p>${detail}</p>!${next}` };
}

const toAccount = markup`<p><a class="button second" href="/Account">Go to your account</a></p>`;

export const notFoundPage = problemPage({
  title: 'There is nothing here',
  detail:
    'No page has this address. If you typed it, look for a slip; if you followed a link, it may have been cut off.',
  next: toAccount,
});

export const foreignFormPage = problemPage({
  title: 'This came from another site',
  detail:
    'A page of another site tried to act in your name here, so nothing was done. If it was you, open the page from your mail or your bookmarks and try again from there.',
  next: toAccount,
});

/**
 * The page for a refusal that no page of its own answers.
 *
 * @param requestId shown where somebody may have to look into the log
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
        title: 'Not available right now',
        detail:
          'FastLinkIt is being restarted, or cannot reach its data for a moment. Go back and try again shortly.',
        next: forTheLog(requestId),
      });
    case 'unsupported_media_type':
    case 'payload_too_large':
      return problemPage({
        title: problems[problem.code].title,
        detail:
          'What was sent is not what the form on this page sends. Go back, load the page again and fill it in.',
      });
    default:
      return problemPage({ title: problems[problem.code].title, detail: problem.message, next: toAccount });
  }
}

function forTheLog(requestId: string): string {
  return markup`<p class="small quiet">If it goes on, tell whoever runs this server. What happened was written down there under <code>${requestId}</code>.</p>`;
}
