/** An entry of the Common Event Format (ArcSight CEF, version 0). */
export interface CefEntry {
  readonly version: string
  /** What kind of event it is: the id of a check, or the kind of object. */
  readonly classId: string
  readonly name: string
  /** 0 to 10. */
  readonly severity: number
  /** Keys of letters and digits; empty values are left out. */
  readonly extension: Readonly<Record<string, string>>
}

/** `CEF:0|Vendor|Product|Version|Class|Name|Severity|key=value …` on one line. */
export function cef({ version, classId, name, severity, extension }: CefEntry): string {
  const header = ['CEF:0', 'Holdfast', 'Holdfast', version, classId, name, String(severity)]
  const pairs = Object.entries(extension).filter(([, value]) => value !== '')
  return `${header.map(headerText).join('|')}|${pairs.map(([key, value]) => `${key}=${valueText(value)}`).join(' ')}`
}

/** In the header a backslash and a pipe are escaped, and there are no lines. */
function headerText(text: string): string {
  return controls(text).replace(/[\\|]/g, '\\$&')
}

/** In a value a backslash and an equals sign are escaped; line ends are written out. */
function valueText(text: string): string {
  return controls(text.replace(/[\\=]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n'))
}

function controls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed()
}
