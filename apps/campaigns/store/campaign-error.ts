/** Something that a campaign does not allow. */
export class CampaignError extends Error {
  override readonly name = 'CampaignError'
  readonly code: 'not-found' | 'no-such-pack' | 'already-open' | 'older-revision' | 'too-late'

  constructor(code: CampaignError['code'], message: string) {
    super(message)
    this.code = code
  }
}
