import type { App } from '../desktop/app.ts';
import { expect } from '../desktop/fixtures.ts';

/** Closes all toasts, so that the pictures show what lies below. */
export async function dismissToasts({ page }: App): Promise<void> {
  const close = page.getByRole('button', { name: 'Dismiss' });
  // All in one moment, since they also close by themselves; until none is left, since some are queued.
  const dismiss = async () => {
    await close.evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
    return close.count();
  };
  await expect.poll(dismiss, { intervals: [100] }).toBe(0);
}
