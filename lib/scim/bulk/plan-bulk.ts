import type { BulkOperation, RunnableOperation } from "./bulk-operation";
import { listReferences } from "./references";

/**
 * What is done as one: a single operation, or creations that refer to each other in a circle. Numbers are places in the
 * request.
 */
export type BulkStep =
  | { readonly kind: "single"; readonly index: number }
  /** To be created in this order, each without the references to those that come after it. */
  | { readonly kind: "circle"; readonly indices: readonly number[] }
  /** No order works: some need each other before they can be created at all. */
  | { readonly kind: "knot"; readonly indices: readonly number[] };

/**
 * Which of the circle's bulkIds must be there before the operation can create its resource, since the reference cannot be
 * added later.
 */
export type ListNeeded = (operation: RunnableOperation, circle: ReadonlySet<string>) => ReadonlySet<string>;

/**
 * The steps of a Bulk request in the order in which they can be done: that of the request, but what is referred to comes
 * before what refers to it. Only a POST can be referred to, so that every circle is one of creations.
 *
 * @see RFC 7644 §3.7.1, §3.7.2
 */
export function planBulk(operations: readonly BulkOperation[], listNeeded: ListNeeded): BulkStep[] {
  const creations = new Map<string, number>();
  for (const [index, operation] of operations.entries()) {
    if (isCreation(operation)) creations.set(operation.bulkId, index);
  }
  const referred = operations.map((operation) =>
    operation.kind === "refused" ? [] : findIndices(listReferences(operation), creations),
  );
  return findCircles(referred).map((indices): BulkStep => {
    const [index = 0] = indices;
    const isCircle = indices.length > 1 || referred[index]?.includes(index);
    return isCircle ? planCircle(operations, indices, creations, listNeeded) : { kind: "single", index };
  });
}

type Creation = RunnableOperation & { readonly bulkId: string };

function isCreation(operation: BulkOperation): operation is Creation {
  return operation.kind === "runnable" && operation.method === "POST" && operation.bulkId !== undefined;
}

/** The places of these bulkIds in the request, ascending. */
function findIndices(bulkIds: ReadonlySet<string>, creations: ReadonlyMap<string, number>): number[] {
  const indices = [...bulkIds].map((bulkId) => creations.get(bulkId)).filter((index) => index !== undefined);
  return indices.sort((a, b) => a - b);
}

/**
 * The strongly connected components of the graph, by Tarjan's algorithm: each comes after those that it refers to.
 *
 * @param referred for each node those that it refers to
 */
function findCircles(referred: readonly (readonly number[])[]): number[][] {
  const circles: number[][] = [];
  const order = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();

  const visit = (node: number): number => {
    const own = order.size;
    let low = own;
    order.set(node, own);
    stack.push(node);
    onStack.add(node);
    for (const next of referred[node] ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (onStack.has(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === own) {
      const circle = stack.splice(stack.lastIndexOf(node));
      for (const member of circle) onStack.delete(member);
      circles.push(circle.sort((a, b) => a - b));
    }
    return low;
  };
  for (const node of referred.keys()) if (!order.has(node)) visit(node);
  return circles;
}

/** Orders a circle so that each creation comes after those that it cannot be created without. */
function planCircle(
  operations: readonly BulkOperation[],
  indices: readonly number[],
  creations: ReadonlyMap<string, number>,
  listNeeded: ListNeeded,
): BulkStep {
  const bulkIds = new Set<string>();
  for (const index of indices) {
    const { bulkId } = operations[index] ?? {};
    if (bulkId !== undefined) bulkIds.add(bulkId);
  }
  const ordered = new Set<number>();
  const visiting = new Set<number>();
  const visit = (index: number): boolean => {
    if (ordered.has(index)) return true;
    if (visiting.has(index)) return false;
    visiting.add(index);
    const operation = operations[index];
    const needed = operation?.kind === "runnable" ? listNeeded(operation, bulkIds) : new Set<string>();
    const isPossible = findIndices(needed, creations).every(visit);
    ordered.add(index);
    return isPossible;
  };
  return indices.every(visit) ? { kind: "circle", indices: [...ordered] } : { kind: "knot", indices };
}
