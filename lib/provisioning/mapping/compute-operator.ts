import { type CelValue, getCelMember, isCelObject, nameKind, readNumber } from "./cel-value";
import { MappingError, type Place } from "./mapping-error";
import { type Meter, spend, spendText } from "./meter";

const largestInt = 9_223_372_036_854_775_807n;
const smallestInt = -9_223_372_036_854_775_808n;

/**
 * The result of an operator with two sides. What is computed from null is null; comparisons with it by size are false.
 *
 * @throws MappingError when the operator does not fit the two values
 */
export function computeOperator(
  meter: Meter,
  operator: string,
  left: CelValue,
  right: CelValue,
  place: Place,
): CelValue {
  switch (operator) {
    case "==":
      return celEquals(meter, left, right, place);
    case "!=":
      return !celEquals(meter, left, right, place);
    case "in":
      return isIn(meter, left, right, place);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compareBySize(meter, operator, left, right, place);
    case "+":
      return left === null || right === null ? null : add(meter, left, right, place);
    default:
      return left === null || right === null ? null : calculate(operator, left, right, place);
  }
}

/** Whether two values are equal: lists in order, maps by key, whole numbers and others by what they are worth. */
function celEquals(meter: Meter, left: CelValue, right: CelValue, place: Place): boolean {
  spend(meter, 1, place);
  if (typeof left === "string" && typeof right === "string") {
    spendText(meter, Math.min(left.length, right.length), place);
    return left === right;
  }
  if (isNumber(left) && isNumber(right)) {
    // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number are compared by value
    return left == right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((element, index) => celEquals(meter, element, right[index] ?? null, place))
    );
  }
  if (isCelObject(left) && isCelObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every(
        (name) =>
          Object.hasOwn(right, name) && celEquals(meter, getCelMember(left, name), getCelMember(right, name), place),
      )
    );
  }
  return left === right;
}

/** An int out of a computation, which must fit into 64 bits. */
export function checkInt(value: bigint, place: Place): bigint {
  if (!isInt(value)) throw new MappingError(place, intTooLarge);
  return value;
}

export const intTooLarge = "The number is larger than a whole number may be (64 bits).";

export function isInt(value: bigint): boolean {
  return value <= largestInt && value >= smallestInt;
}

function isIn(meter: Meter, wanted: CelValue, holder: CelValue, place: Place): boolean {
  if (holder === null) return false;
  if (Array.isArray(holder)) return holder.some((element) => celEquals(meter, wanted, readNumber(element), place));
  if (isCelObject(holder)) return typeof wanted === "string" && getCelMember(holder, wanted) !== null;
  throw new MappingError(
    place,
    `"in" looks into a list or a map, but on its right is ${nameKind(holder)}. For a text write text.contains(part).`,
  );
}

function compareBySize(meter: Meter, operator: string, left: CelValue, right: CelValue, place: Place): boolean {
  if (left === null || right === null) return false;
  const isText = typeof left === "string" && typeof right === "string";
  if (!isText && !(isNumber(left) && isNumber(right))) throw mismatch(operator, left, right, place);
  if (isText) spendText(meter, Math.min(left.length, right.length), place);
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function add(meter: Meter, left: CelValue, right: CelValue, place: Place): CelValue {
  if (typeof left === "string" && typeof right === "string") {
    spendText(meter, left.length + right.length, place);
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    spend(meter, left.length + right.length, place);
    return [...left, ...right];
  }
  return calculate("+", left, right, place);
}

function calculate(operator: string, left: CelValue, right: CelValue, place: Place): CelValue {
  if (!isNumber(left) || !isNumber(right)) throw mismatch(operator, left, right, place);
  if (typeof left === "bigint" && typeof right === "bigint") return calculateInt(operator, left, right, place);
  const [a, b] = [Number(left), Number(right)];
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  return operator === "/" ? a / b : a % b;
}

function calculateInt(operator: string, left: bigint, right: bigint, place: Place): bigint {
  if ((operator === "/" || operator === "%") && right === 0n) {
    throw new MappingError(place, "A number cannot be divided by 0.");
  }
  if (operator === "+") return checkInt(left + right, place);
  if (operator === "-") return checkInt(left - right, place);
  if (operator === "*") return checkInt(left * right, place);
  return operator === "/" ? checkInt(left / right, place) : left % right;
}

function isNumber(value: CelValue): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function mismatch(operator: string, left: CelValue, right: CelValue, place: Place): MappingError {
  const advice =
    operator === "+" && (typeof left === "string" || typeof right === "string")
      ? " Make a text of both, with string(...)."
      : "";
  return new MappingError(
    place,
    `"${operator}" cannot be used with ${nameKind(left)} and ${nameKind(right)}.${advice}`,
  );
}
