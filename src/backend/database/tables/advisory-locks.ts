/**
 * The advisory locks of a database, each with a number of its own. They are all here so that no two uses share one: in
 * release 0.1.0 the lock of the data folder, which a server holds while it runs, kept the counters from being refreshed.
 */
export const lockKeys = {
  /** Held for as long as a server uses the embedded database. */
  dataFolder: 4_600_001,
  purge: 4_600_002,
  migrations: 4_600_003,
  demo: 4_600_004,
  counters: 4_600_005,
  eventRetention: 0x666c_6965,
} as const;
