/** What somebody is to see, or a unit, is refused. `field` names the part of the request. */
export class ScopeError extends Error {
  override readonly name = 'ScopeError'
  readonly code: 'not-found' | 'tag-unknown' | 'nothing-left' | 'name-taken' | 'unit-in-use' | 'owner-sees-all'
  readonly field: string | undefined

  constructor(code: ScopeError['code'], message: string, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }
}
