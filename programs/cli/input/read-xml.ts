import type { XmlDocument } from '@holdfast/kit/xml'
import { CliError } from '../cli-error.ts'
import { readNamed } from './read-named.ts'

/** What a document in a file, or on standard input, says. Throws CliError with the place of what is wrong. */
export async function readXml<T>(path: string, read: (text: string) => XmlDocument<T>): Promise<T> {
  const reading = read(new TextDecoder().decode(await readNamed(path)))
  if (reading.ok) return reading
  const { line, column, message } = reading.problem
  throw new CliError(`${path}, line ${line}, column ${column}: ${message}.`)
}
