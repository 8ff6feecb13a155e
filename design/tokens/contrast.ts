/** An opaque or translucent sRGB colour: channels 0..255, alpha 0..1. */
export type Rgb = { readonly r: number; readonly g: number; readonly b: number; readonly a: number }

/** Reads `#rrggbb`, `rgb(r g b)` and `rgb(r g b / p%)`; throws with the text that it could not read. */
export function parseColour(text: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim())
  if (hex) return { r: channel(hex[1]), g: channel(hex[2]), b: channel(hex[3]), a: 1 }
  const fn = /^rgb\(\s*(\d+)\s+(\d+)\s+(\d+)\s*(?:\/\s*([\d.]+)%\s*)?\)$/.exec(text.trim())
  if (fn)
    return { r: Number(fn[1]), g: Number(fn[2]), b: Number(fn[3]), a: fn[4] === undefined ? 1 : Number(fn[4]) / 100 }
  throw new Error(`not a colour this reader knows: ${text}`)
}

/** `share` (0..1) of `over` painted on `under`, as CSS `color-mix(in srgb, …)` with a transparent partner gives. */
export function blend(over: Rgb, under: Rgb, share = over.a): Rgb {
  const mix = (a: number, b: number) => a * share + b * (1 - share)
  return { r: mix(over.r, under.r), g: mix(over.g, under.g), b: mix(over.b, under.b), a: 1 }
}

/** Contrast ratio 1..21 of two opaque colours (WCAG 2.2, definition "contrast ratio"). */
export function contrast(one: Rgb, two: Rgb): number {
  const [light, dark] = [luminance(one), luminance(two)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance 0..1 (WCAG 2.2, definition "relative luminance"). */
function luminance({ r, g, b }: Rgb): number {
  const linear = (value: number) => {
    const c = value / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

function channel(text: string | undefined): number {
  return Number.parseInt(text ?? '', 16)
}
