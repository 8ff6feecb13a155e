/** One text for one JSON value (RFC 8785), so that digests and signatures over it are stable. */
export * from './canonical-json.ts'
