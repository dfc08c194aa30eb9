/** The three names under which each family of latency profiles offers its figures. */
export const LATENCY_PROFILES = ['realistic', 'optimistic', 'pessimistic'] as const

export type LatencyProfile = (typeof LATENCY_PROFILES)[number]
