interface ProxyPassword {
  username: string;
  password: string;
}

/**
 * User names and passwords for proxies, in memory until the app ends. They are for the proxies that have asked, and a wrong
 * one is forgotten.
 */
export interface ProxyPasswords {
  /** @param proxy host and port */
  find(proxy: string): ProxyPassword | undefined;
  /**
   * The proxy wants a password that it has not been given.
   *
   * @param isWrong it has just refused the one that is kept
   * @returns whether the last one that was given is wrong
   */
  ask(proxy: string, isWrong: boolean): boolean;
  /** Keeps the password if the proxy has asked for one. */
  give(proxy: string, password: ProxyPassword): void;
}

export function createProxyPasswords(): ProxyPasswords {
  const asked = new Set<string>();
  const wrong = new Set<string>();
  const given = new Map<string, ProxyPassword>();
  return {
    find: (proxy) => given.get(proxy),
    ask(proxy, isWrong) {
      given.delete(proxy);
      asked.add(proxy);
      if (isWrong) wrong.add(proxy);
      return wrong.has(proxy);
    },
    give(proxy, password) {
      if (!asked.delete(proxy)) return;
      wrong.delete(proxy);
      given.set(proxy, password);
    },
  };
}
