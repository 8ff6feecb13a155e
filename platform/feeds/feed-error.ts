export type FeedErrorCode =
  /** What is in the folder of feeds cannot be used. */
  | 'broken'
  /** Another process works on the feeds. */
  | 'busy'
  /** There is no such feed or version. */
  | 'unknown'
  /** The data is older than what is there. */
  | 'older'
  /** The publisher, or the way to it, failed. */
  | 'unreachable'

/** A failure that explains itself: what is wrong, where, and what to do. */
export class FeedError extends Error {
  override readonly name = 'FeedError'
  readonly code: FeedErrorCode

  constructor(code: FeedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
