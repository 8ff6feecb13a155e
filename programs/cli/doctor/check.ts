/** One thing that was looked at. */
export interface Checked {
  readonly name: string
  readonly status: 'ok' | 'warn' | 'fail'
  /** What was found, with its values. */
  readonly detail: string
  /** What to do; absent when all is well. */
  readonly fix?: string
}

export const ok = (name: string, detail: string): Checked => ({ name, status: 'ok', detail })
export const warn = (name: string, detail: string, fix: string): Checked => ({ name, status: 'warn', detail, fix })
export const fail = (name: string, detail: string, fix: string): Checked => ({ name, status: 'fail', detail, fix })
