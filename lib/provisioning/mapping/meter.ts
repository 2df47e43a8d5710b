import { MappingError, type Place } from "./mapping-error";

/**
 * How much one run of a mapping may still do. Everything is charged to it before or while it is done: a step of the
 * computation, an element of a list, and 16 characters of a text are one unit each. So neither time nor memory can run
 * away, whatever the expression and however large the resource.
 */
export type Meter = { remaining: number };

/** Units of one run. A list of 10,000 elements can be gone through several times; one run takes at most a tenth of a second or so. */
const unitsPerRun = 500_000;

/** UTF-16 units that a text may have while a mapping is computed. */
const maxTextLength = 65_536;

export const charactersPerUnit = 16;

export function createMeter(): Meter {
  return { remaining: unitsPerRun };
}

/** @throws MappingError when nothing is left */
export function spend(meter: Meter, units: number, place: Place): void {
  meter.remaining -= units;
  if (meter.remaining < 0) {
    throw new MappingError(
      place,
      "This takes too many steps for one resource. Go through long lists once, and do not nest loops over them.",
    );
  }
}

/**
 * Charges for going through, or making, a text of that length.
 *
 * @throws MappingError when it is too long, or nothing is left
 */
export function spendText(meter: Meter, length: number, place: Place): void {
  if (length > maxTextLength) {
    throw new MappingError(
      place,
      `A text here has ${length} characters; at most ${maxTextLength} can be worked with. Make it shorter.`,
    );
  }
  spend(meter, Math.ceil(length / charactersPerUnit), place);
}

/** Charges for looking for one text in another, which at worst compares each character of the one with each of the other. */
export function spendSearch(meter: Meter, text: string, wanted: string, place: Place): void {
  spendText(meter, text.length, place);
  spend(meter, Math.ceil((text.length * wanted.length) / 256), place);
}
