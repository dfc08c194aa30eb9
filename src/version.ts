/** The version of this package, as it stands in every run's manifest. */
export const VERSION = '0.1.0'
