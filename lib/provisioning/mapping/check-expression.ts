import type { ASTNode } from "@marcbachmann/cel-js";
import { findNearestName } from "@/lib/scim/nearest-name";
import { quoteText } from "@/lib/scim/quote-text";
import { intTooLarge, isInt } from "./compute-operator";
import { isBinding } from "./evaluate-expression";
import { anyShape, type Shape, variableShapes } from "./expression-shape";
import type { Place } from "./mapping-error";
import { findMappingFunction, type MappingFunction, mappingFunctions } from "./mapping-functions";
import { isLoopName, mappingLoops, maxNestedLoops } from "./mapping-loops";
import type { MappingResourceType } from "./mapping-source";
import { describeRefusedKey } from "./refused-keys";

export type FoundError = { readonly place: Place; readonly message: string };

/**
 * What is wrong with an expression whatever it is run on: names that nothing has, functions that are not there or take
 * other arguments, loops nested too deeply, and a result that cannot be a map. Members in brackets, as in
 * `user["urn:…"]`, are not checked, so that attributes of no known schema can be reached.
 */
export function checkExpression(resourceType: MappingResourceType, root: ASTNode): FoundError[] {
  const check: Check = { errors: [], loops: 0 };
  inspect(check, root, variableShapes[resourceType]);
  checkResult(check, resourceType, root);
  return check.errors;
}

type Check = { readonly errors: FoundError[]; readonly loops: number };
type Names = ReadonlyMap<string, Shape>;

function report(check: Check, place: Place, message: string): Shape {
  check.errors.push({ place, message });
  return anyShape;
}

/** Checks a part of the expression and says what is known of its value. */
function inspect(check: Check, node: ASTNode, names: Names): Shape {
  const inspectAll = (nodes: readonly ASTNode[]) => {
    for (const part of nodes) inspect(check, part, names);
  };
  switch (node.op) {
    case "value":
      return checkLiteral(check, node);
    case "id":
      return names.get(node.args) ?? report(check, node, describeUnknownVariable(node.args, names));
    case ".":
    case ".?":
      return selectShape(check, node, inspect(check, node.args[0], names), node.args[1]);
    case "[]":
    case "[?]": {
      const holder = inspect(check, node.args[0], names);
      inspect(check, node.args[1], names);
      return findElementShape(holder, node.args[1]);
    }
    case "list":
      inspectAll(node.args);
      return anyShape;
    case "map":
      checkMap(check, node.args, names);
      return anyShape;
    case "!_":
    case "-_":
      inspect(check, node.args, names);
      return anyShape;
    case "call":
      return checkCall(check, node, node.args[0], false, node.args[1], names);
    case "rcall":
      return checkMethodCall(check, node, node.args, names);
    default:
      inspectAll(node.args);
      return anyShape;
  }
}

function checkLiteral(check: Check, node: ASTNode): Shape {
  const literal: unknown = node.args;
  if (typeof literal === "bigint" && !isInt(literal)) return report(check, node, intTooLarge);
  return typeof literal === "object" && literal !== null
    ? report(check, node, 'Bytes (b"…") and unsigned numbers (1u) cannot be used in a mapping.')
    : anyShape;
}

function describeUnknownVariable(name: string, names: Names): string {
  const known = [...names.keys()];
  const nearest = findNearestName(name, known);
  const advice = nearest === undefined ? `There are: ${known.join(", ")}.` : `Did you mean ${nearest}?`;
  return `There is no variable ${quoteText(name)}. ${advice}`;
}

function selectShape(check: Check, node: ASTNode, holder: Shape, name: string): Shape {
  if (holder.kind === "list") {
    const message = `This is a list, and a list has no ${name}. Take one element with [0] or primary(…), or go through all with .map(element, element.${name}).`;
    return report(check, { start: node.pos }, message);
  }
  if (holder.kind !== "map") return anyShape;
  const member = holder.members.get(name);
  if (member !== undefined) return member;
  const nearest = findNearestName(name, [...holder.members.keys()]);
  const advice =
    nearest === undefined
      ? `If it is there all the same, write [${quoteText(name)}] instead of .${name}.`
      : `Did you mean ${nearest}?`;
  return report(check, { start: node.pos }, `There is no ${quoteText(name)} in ${holder.name}. ${advice}`);
}

function findElementShape(holder: Shape, key: ASTNode): Shape {
  if (holder.kind === "list") return holder.element;
  const name: unknown = key.op === "value" ? key.args : undefined;
  return holder.kind === "map" && typeof name === "string" ? (holder.members.get(name) ?? anyShape) : anyShape;
}

function checkMap(check: Check, entries: readonly (readonly [ASTNode, ASTNode])[], names: Names): void {
  for (const [key, value] of entries) {
    if (key.op === "id" && !names.has(key.args)) {
      report(check, key, `The key ${key.args} needs quotes: ${quoteText(key.args)}.`);
    } else {
      inspect(check, key, names);
    }
    inspect(check, value, names);
  }
}

function checkMethodCall(
  check: Check,
  node: ASTNode,
  [name, receiver, values]: readonly [string, ASTNode, readonly ASTNode[]],
  names: Names,
): Shape {
  if (isBinding(name, receiver)) {
    const [variable, value, expression] = values;
    if (variable?.op !== "id" || value === undefined || expression === undefined || values.length > 3) {
      return report(check, node, "cel.bind needs three things: a name, its value and an expression that uses it.");
    }
    const shape = inspect(check, value, names);
    return inspect(check, expression, new Map([...names, [variable.args, shape]]));
  }
  if (!isLoopName(name)) return checkCall(check, node, name, true, [receiver, ...values], names);
  const holder = inspect(check, receiver, names);
  const [least, most] = mappingLoops[name].arguments;
  const [variable, ...steps] = values;
  if (variable?.op !== "id" || values.length < least || values.length > most) {
    return report(check, node, `${name} is written so: ${mappingLoops[name].example}.`);
  }
  if (check.loops >= maxNestedLoops) {
    return report(check, node, `Loops may stand within loops ${maxNestedLoops} deep, and this one is deeper.`);
  }
  const element = holder.kind === "list" ? holder.element : anyShape;
  for (const step of steps) {
    inspect({ ...check, loops: check.loops + 1 }, step, new Map([...names, [variable.args, element]]));
  }
  return name === "filter" ? holder : anyShape;
}

function checkCall(
  check: Check,
  node: ASTNode,
  name: string,
  isMethod: boolean,
  values: readonly ASTNode[],
  names: Names,
): Shape {
  const shapes = values.map((value) => inspect(check, value, names));
  const count = values.length - (isMethod ? 1 : 0);
  if (name === "has" && !isMethod) {
    return count === 1 ? anyShape : report(check, node, "has is written so: has(user.title).");
  }
  const definition = findMappingFunction(name, isMethod);
  if (definition === undefined) return report(check, node, describeUnknownFunction(name, isMethod));
  if (count < definition.minArguments || count > definition.maxArguments) {
    return report(check, node, `${name} takes ${describeCount(definition)}, as in ${definition.example}.`);
  }
  const [first] = shapes;
  return name === "primary" && first?.kind === "list" ? first.element : anyShape;
}

function describeCount({ minArguments, maxArguments }: MappingFunction): string {
  const most = maxArguments === 1 ? "1 argument" : `${maxArguments} arguments`;
  if (minArguments === maxArguments) return maxArguments === 0 ? "no arguments" : most;
  return `${minArguments} to ${maxArguments} arguments`;
}

function describeUnknownFunction(name: string, isMethod: boolean): string {
  if (name === "matches") {
    return "Regular expressions are left out, since they can take for ever. Use startsWith, endsWith, contains or split.";
  }
  const other = findMappingFunction(name, !isMethod);
  if (other !== undefined) return `${name} is written so: ${other.example}.`;
  const names = [...mappingFunctions.map((definition) => definition.name), ...Object.keys(mappingLoops)];
  const nearest = findNearestName(name, names);
  return `There is no function ${name}.${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`;
}

/** Operators and literals whose result is surely no map. */
const operatorsWithoutMap: ReadonlySet<string> = new Set(
  "value list == != < <= > >= in && || + - * / % !_ -_".split(" "),
);

function checkResult(check: Check, resourceType: MappingResourceType, root: ASTNode): void {
  if (root.op === "map") {
    for (const [key] of root.args) {
      const name: unknown = key.op === "value" ? key.args : undefined;
      const refusal = typeof name === "string" ? describeRefusedKey(resourceType, name) : undefined;
      if (refusal !== undefined) report(check, key, refusal);
    }
  } else if (operatorsWithoutMap.has(root.op) && !(root.op === "value" && (root.args as unknown) === null)) {
    report(check, root, 'A mapping yields a map, such as {"title": user.title}, or null for nothing.');
  }
}
