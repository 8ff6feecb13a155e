/** One value of the address bar: how it is read and written. What is as usual is not written at all. */
export interface UrlCodec<Value> {
  readonly usual: Value
  read(text: string): Value
  write(value: Value): string
}

export type UrlState<Codecs extends Record<string, UrlCodec<unknown>>> = {
  readonly [Name in keyof Codecs]: Codecs[Name] extends UrlCodec<infer Value> ? Value : never
}

/** Any text. Where it is usually something, `*` stands for none. */
export function urlText(usual = ''): UrlCodec<string> {
  if (usual === '') return { usual, read: (text) => text, write: (value) => value }
  return { usual, read: (text) => (text === '*' ? '' : text), write: (value) => value || '*' }
}

/** Text that may be absent. */
export function urlOptional(): UrlCodec<string | undefined> {
  return { usual: undefined, read: (text) => text, write: (value) => value ?? '' }
}

/** One of a few words; anything else reads as the usual one. */
export function urlChoice<Value extends string>(values: readonly Value[], usual: Value): UrlCodec<Value> {
  return { usual, read: (text) => values.find((value) => value === text) ?? usual, write: (value) => value }
}

/** Names separated by commas; absent where nobody chose. */
export function urlNames(): UrlCodec<readonly string[] | undefined> {
  return {
    usual: undefined,
    read: (text) =>
      text
        .split(',')
        .filter((name) => name !== '')
        .slice(0, 100),
    write: (value) => value?.join(',') ?? '',
  }
}

/** `risk` or `-risk`: a column and whether it is turned around. */
export function urlSort(usual?: {
  column: string
  descending: boolean
}): UrlCodec<{ column: string; descending: boolean } | undefined> {
  return {
    usual,
    read: (text) => ({ column: text.replace(/^-/, ''), descending: text.startsWith('-') }),
    write: (value) => (value ? `${value.descending ? '-' : ''}${value.column}` : ''),
  }
}

type Codecs = Record<string, UrlCodec<unknown>>

/** The state that an address tells; names that it does not tell are as usual. */
export function readUrl<C extends Codecs>(codecs: C, search: Readonly<Record<string, unknown>>): UrlState<C> {
  const state: Record<string, unknown> = {}
  for (const [name, codec] of Object.entries(codecs)) {
    const text = search[name]
    state[name] = typeof text === 'string' && text !== '' ? codec.read(text) : codec.usual
  }
  return state as UrlState<C>
}

/** The search part that tells a state, beside what others keep there. */
export function writeUrl<C extends Codecs>(
  codecs: C,
  state: UrlState<C>,
  others: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const search: Record<string, string> = {}
  for (const [name, text] of Object.entries(others))
    if (typeof text === 'string' && !(name in codecs)) search[name] = text
  for (const [name, codec] of Object.entries(codecs)) {
    const text = codec.write(state[name])
    if (text !== '' && text !== codec.write(codec.usual)) search[name] = text
  }
  return search
}

/** `a=1&b=x` as plain text values; of a name that comes twice, the first. Never throws. */
export function parseSearch(text: string): Record<string, string> {
  const search: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(text)) if (!Object.hasOwn(search, name)) search[name] = value
  return search
}

/** A readable search part: `:`, `/`, `,`, `*`, brackets and spaces stay as they are where an address allows it. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${tidy(name)}=${tidy(String(value))}`],
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** The address of a screen in a state given as texts. */
export function addressOf(path: string, search: Readonly<Record<string, string | undefined>> = {}): string {
  return path + stringifySearch(search)
}

function tidy(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/%(3A|2F|2C|40|24)/g, (code) => decodeURIComponent(code))
}
