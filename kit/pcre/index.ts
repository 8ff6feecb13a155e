/** Perl-compatible patterns, matched with a bound on the work. */
export type { PatternOptions } from './parse-pattern.ts'
export { Pattern, type PatternMatch, type PatternReading, readPattern } from './pattern.ts'
