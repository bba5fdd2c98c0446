/** What is limited, and who has how much of it. */
export interface Shares {
  /** How much is taken by all holders together. */
  taken: () => number;
  /**
   * Whether a holder may take one more.
   *
   * @param holder undefined for one that has no share of its own, because it stands for many
   * @param reserve how much of what nobody else may take is open to this holder
   */
  allows: (holder: string | undefined, reserve?: number) => boolean;
  /** Takes one, whatever `allows` says. @returns gives it back; calling it again changes nothing */
  take: (holder: string | undefined) => () => void;
}

/**
 * Divides what is limited. As long as there is plenty, everybody takes what they need; once it is scarce, each holder has a
 * share, so that the last of it is not taken by those who have most.
 *
 * @param most how much there is
 * @param scarceFrom how much of it has to be taken before shares count
 * @param share how much one holder may have then
 */
export function createShares({
  most = Number.POSITIVE_INFINITY,
  scarceFrom,
  share,
}: {
  most?: number;
  scarceFrom: number;
  share: number;
}): Shares {
  let taken = 0;
  const ofHolder = new Map<string, number>();

  return {
    taken: () => taken,
    allows(holder, reserve = 0) {
      if (taken >= most + reserve) return false;
      return taken < scarceFrom || holder === undefined || (ofHolder.get(holder) ?? 0) < share;
    },
    take(holder) {
      taken += 1;
      if (holder !== undefined) ofHolder.set(holder, (ofHolder.get(holder) ?? 0) + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        taken -= 1;
        if (holder === undefined) return;
        const left = (ofHolder.get(holder) ?? 0) - 1;
        if (left > 0) ofHolder.set(holder, left);
        else ofHolder.delete(holder);
      };
    },
  };
}
