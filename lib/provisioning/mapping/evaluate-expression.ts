import type { ASTNode } from "@marcbachmann/cel-js";
import {
  type CelObject,
  type CelValue,
  getCelMember,
  isCelObject,
  nameKind,
  readNumber,
  setCelMember,
} from "./cel-value";
import { checkInt, computeOperator } from "./compute-operator";
import { MappingError } from "./mapping-error";
import { callFunction, findMappingFunction } from "./mapping-functions";
import { isLoopName, type LoopName } from "./mapping-loops";
import { type Meter, spend } from "./meter";

/** The variables that an expression sees: those of loops and of `cel.bind` hide the ones around them. */
type Scope = { readonly name: string; readonly value: CelValue; readonly outer: Scope } | { readonly root: CelObject };

/**
 * Computes a parsed expression.
 *
 * The package that parses it could do this too, but its evaluation cannot be stopped, and throws where something is not
 * there. Here every step is charged to `meter`, and what is not there is null:
 * - a member, key or element that is not there is null, and so is a member of null;
 * - what is computed from null, by `+` or by a function, is null;
 * - a condition takes null for false, a comparison with null by size is false, a loop over null has no elements.
 *
 * No value has anything but its own members, so neither prototypes nor methods of JavaScript can be reached.
 *
 * @throws MappingError when something does not fit, or the meter is used up
 */
export function evaluateExpression(meter: Meter, node: ASTNode, variables: CelObject): CelValue {
  return evaluate(meter, node, { root: variables });
}

function evaluate(meter: Meter, node: ASTNode, scope: Scope): CelValue {
  spend(meter, 1, node);
  switch (node.op) {
    case "value":
      return readLiteral(node);
    case "id":
      return findVariable(scope, node.args);
    case ".":
    case ".?":
      return selectMember(node, evaluate(meter, node.args[0], scope), node.args[1]);
    case "[]":
    case "[?]":
      return selectElement(node, evaluate(meter, node.args[0], scope), evaluate(meter, node.args[1], scope));
    case "list":
      return node.args.map((element) => evaluate(meter, element, scope));
    case "map":
      return makeMap(meter, node.args, scope);
    case "?:": {
      const [condition, yes, no] = node.args;
      return evaluate(meter, isTrue(meter, condition, scope) ? yes : no, scope);
    }
    case "&&":
      return isTrue(meter, node.args[0], scope) && isTrue(meter, node.args[1], scope);
    case "||":
      return isTrue(meter, node.args[0], scope) || isTrue(meter, node.args[1], scope);
    case "!_":
      return !isTrue(meter, node.args, scope);
    case "-_":
      return negate(node, evaluate(meter, node.args, scope));
    case "call":
      return call(meter, node, node.args[0], false, node.args[1], scope);
    case "rcall": {
      const [name, receiver, values] = node.args;
      if (isBinding(name, receiver)) return bind(meter, values, scope);
      if (isLoopName(name)) return loop(meter, name, evaluate(meter, receiver, scope), values, scope, node);
      return call(meter, node, name, true, [receiver, ...values], scope);
    }
    default:
      return computeOperator(
        meter,
        node.op,
        evaluate(meter, node.args[0], scope),
        evaluate(meter, node.args[1], scope),
        node,
      );
  }
}

/** Whether a call is `cel.bind(name, value, expression)`. */
export function isBinding(name: string, receiver: ASTNode): boolean {
  return name === "bind" && receiver.op === "id" && receiver.args === "cel";
}

function readLiteral(node: ASTNode): CelValue {
  const value: unknown = node.args;
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "bigint") return checkInt(value, node);
  throw new MappingError(
    node,
    "Texts, numbers, true, false and null can be written here; bytes and unsigned numbers cannot.",
  );
}

function findVariable(scope: Scope, name: string): CelValue {
  let at = scope;
  while ("name" in at) {
    if (at.name === name) return readNumber(at.value);
    at = at.outer;
  }
  return getCelMember(at.root, name);
}

function selectMember(node: ASTNode, holder: CelValue, name: string): CelValue {
  if (holder === null) return null;
  if (isCelObject(holder)) return getCelMember(holder, name);
  throw new MappingError(node, describeSelection(holder, name));
}

function describeSelection(holder: CelValue, name: string): string {
  return Array.isArray(holder)
    ? `A list has no ${name}. Take one element with [0] or primary(list), or go through all with list.map(element, element.${name}).`
    : `${capitalise(nameKind(holder))} has no ${name}; only maps have members.`;
}

function selectElement(node: ASTNode, holder: CelValue, key: CelValue): CelValue {
  if (holder === null || key === null) return null;
  if (isCelObject(holder) && typeof key === "string") return getCelMember(holder, key);
  if (Array.isArray(holder) && typeof key === "bigint") {
    return readNumber(holder[Number(key)] ?? null);
  }
  throw new MappingError(
    node,
    Array.isArray(holder)
      ? `The elements of a list are taken by number, such as [0], not by ${nameKind(key)}.`
      : `${capitalise(nameKind(holder))} has nothing at ${nameKind(key)}; members of a map are taken by name, such as ["title"].`,
  );
}

function makeMap(meter: Meter, entries: readonly (readonly [ASTNode, ASTNode])[], scope: Scope): CelObject {
  const map: CelObject = {};
  for (const [keyNode, valueNode] of entries) {
    const key = evaluate(meter, keyNode, scope);
    if (typeof key !== "string") {
      throw new MappingError(keyNode, `The key of a map must be a text, but it is ${nameKind(key)}.`);
    }
    setCelMember(map, key, evaluate(meter, valueNode, scope));
  }
  return map;
}

function isTrue(meter: Meter, node: ASTNode, scope: Scope): boolean {
  const value = evaluate(meter, node, scope);
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  throw new MappingError(
    node,
    `A condition must be true or false, but it is ${nameKind(value)}. Compare it, or ask has(...).`,
  );
}

function negate(node: ASTNode, value: CelValue): CelValue {
  if (value === null) return null;
  if (typeof value === "bigint") return checkInt(-value, node);
  if (typeof value === "number") return -value;
  throw new MappingError(node, `"-" needs a number after it, but it is ${nameKind(value)}.`);
}

function call(
  meter: Meter,
  node: ASTNode,
  name: string,
  isMethod: boolean,
  nodes: readonly ASTNode[],
  scope: Scope,
): CelValue {
  const values = nodes.map((argument) => evaluate(meter, argument, scope));
  if (name === "has" && !isMethod) return values[0] !== null;
  const definition = findMappingFunction(name, isMethod);
  if (definition === undefined) throw new MappingError(node, `There is no function ${name}.`);
  return callFunction(definition, { meter, place: node, name }, values);
}

function bind(meter: Meter, [name, value, expression]: readonly ASTNode[], outer: Scope): CelValue {
  if (name?.op !== "id" || value === undefined || expression === undefined) return null;
  return evaluate(meter, expression, { name: name.args, value: evaluate(meter, value, outer), outer });
}

function loop(
  meter: Meter,
  loopName: LoopName,
  holder: CelValue,
  nodes: readonly ASTNode[],
  outer: Scope,
  node: ASTNode,
): CelValue {
  const [variable, first, second] = nodes;
  if (variable?.op !== "id" || first === undefined) return null;
  const enter = (value: CelValue): Scope => ({ name: variable.args, value, outer });
  const elements = listElements(meter, holder, loopName, node);
  const meets = (element: CelValue): boolean => isTrue(meter, first, enter(element));
  switch (loopName) {
    case "map":
      return second === undefined
        ? elements.map((element) => evaluate(meter, first, enter(element)))
        : elements.filter(meets).map((element) => evaluate(meter, second, enter(element)));
    case "filter":
      return elements.filter(meets);
    case "exists":
      return elements.some(meets);
    case "all":
      return elements.every(meets);
    case "exists_one":
      return elements.filter(meets).length === 1;
  }
}

function listElements(meter: Meter, holder: CelValue, loopName: LoopName, node: ASTNode): readonly CelValue[] {
  if (holder === null) return [];
  if (typeof holder !== "object") {
    throw new MappingError(node, `${loopName} goes through a list, but it was given ${nameKind(holder)}.`);
  }
  if (Array.isArray(holder)) return holder;
  const keys = Object.keys(holder);
  spend(meter, keys.length, node);
  return keys;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
