const dateTime = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,30})?(Z|([+-])(\d{2}):(\d{2}))?$/;

/**
 * The instant that an xsd:dateTime names, in milliseconds since 1970 (with a fraction when the text is finer than a
 * millisecond), or undefined when the text is not one. Without an offset it is read as UTC.
 *
 * @see RFC 7643 §2.3.5
 */
export function parseDateTime(text: string): number | undefined {
  const match = dateTime.exec(text);
  if (match === null) {
    return undefined;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  const fraction = Number(`0${match[7] ?? ""}`);
  const offsetMinutes = (match[9] === "-" ? -1 : 1) * (Number(match[10] ?? 0) * 60 + Number(match[11] ?? 0));
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && fraction === 0;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 59) {
    return undefined;
  }
  if (Math.abs(offsetMinutes) > 14 * 60 || Number(match[11] ?? 0) > 59) {
    return undefined;
  }
  // `Date.UTC` would read the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return undefined;
  }
  return date.getTime() + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + fraction * 1000;
}
