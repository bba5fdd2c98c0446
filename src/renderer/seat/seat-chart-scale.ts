import type { SeatPoint } from '#contract/seat/api';
import { formatDate } from '../lib/format/format-time.ts';
import { formatNumber } from '../lib/format/pluralize.ts';

interface ChartScale {
  /** The value at the upper edge of the chart. */
  top: number;
  /** The day with the most seats in use, where it goes beyond the edge. */
  spike: SeatPoint | undefined;
}

/** Values beyond this many times those of nine days in ten are cut off. */
const spikeFactor = 3;

/**
 * Up to where the chart of the seats goes. A few days with many invites must not flatten all others, nor must a limit that is
 * far above what is used.
 */
export function chartScale(points: readonly SeatPoint[]): ChartScale {
  const byUse = points.toSorted((a, b) => usedAt(a) - usedAt(b));
  const most = byUse.at(-1);
  const usual = byUse[Math.ceil(0.9 * byUse.length) - 1];
  if (!most || !usual) return { top: 1, spike: undefined };
  const isSpike = usedAt(most) > spikeFactor * usedAt(usual);
  const top = Math.max(1, isSpike ? 1.5 * usedAt(usual) : usedAt(most));
  const limit = Math.max(0, ...points.map(({ maxSeats }) => maxSeats ?? 0));
  return { top: limit <= 2 * top ? Math.max(top, limit) : top, spike: isSpike ? most : undefined };
}

/** The numbers of the chart: "5–12 seats used", and "300 on Nov 12, 2026" where the chart cuts that off. */
export function usageLabels(points: readonly SeatPoint[]): string[] {
  const { top, spike } = chartScale(points);
  const shown = points.map(usedAt).filter((used) => spike === undefined || used <= top);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const range = low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;
  const unit = high === 1 ? 'seat' : 'seats';
  return [
    `${range} ${unit} used`,
    ...(spike ? [`${formatNumber(usedAt(spike))} on ${formatDate(Date.parse(spike.at))}`] : []),
  ];
}

function usedAt({ members, pendingInvites }: SeatPoint): number {
  return members + pendingInvites;
}
