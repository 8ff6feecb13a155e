/** What `now` is for the sample, and the zone that a person asks in. */
export const sampleTime = { now: Date.parse('2026-11-22T10:30:00.000Z'), zone: 'Europe/Prague' }
