// What SCIMMY leaves to its embedder: where resources are kept. Maps and nothing else, with an index for each look-up that an
// identity provider sends and each order that a list is asked for, so that SCIMMY is measured at its best.
import { randomUUID } from "node:crypto";

/** Attributes by which a filter's `eq` finds candidates; what is compared regardless of case is folded. */
const readKeys = {
  username: (resource) => [fold(resource.userName)],
  displayname: (resource) => [fold(resource.displayName)],
  externalid: (resource) => [resource.externalId],
  emails: (resource) => (resource.emails ?? []).map(({ value }) => value),
};

export function createCollection() {
  const byId = new Map();
  const indexes = Object.fromEntries(Object.keys(readKeys).map((name) => [name, new Map()]));
  /** Lists by the order they are in; forgotten at every write. */
  const ordered = new Map();

  function store(resource) {
    const previous = byId.get(resource.id);
    if (previous !== undefined) removeFromIndexes(previous);
    byId.set(resource.id, resource);
    ordered.clear();
    for (const [name, index] of Object.entries(indexes)) {
      for (const key of readKeys[name](resource)) {
        if (key === undefined) continue;
        const found = index.get(key);
        if (found === undefined) index.set(key, new Set([resource]));
        else found.add(resource);
      }
    }
  }

  function removeFromIndexes(resource) {
    for (const [name, index] of Object.entries(indexes)) {
      for (const key of readKeys[name](resource)) {
        const found = index.get(key);
        found?.delete(resource);
        if (found?.size === 0) index.delete(key);
      }
    }
  }

  return {
    get: (id) => byId.get(id),
    findBy: (name, key) => [...(indexes[name].get(key) ?? [])],

    /** Makes a resource, or replaces the one with this id. */
    write(id, attributes) {
      const now = new Date().toISOString();
      const created = id === undefined ? now : byId.get(id).meta.created;
      const meta = { created, lastModified: now };
      const resource = { ...attributes, id: id ?? randomUUID(), meta };
      store(resource);
      return resource;
    },

    remove(id) {
      const resource = byId.get(id);
      if (resource === undefined) return false;
      removeFromIndexes(resource);
      ordered.clear();
      return byId.delete(id);
    },

    /** Everything, in the order of an attribute, or in that in which it was made. */
    list(sortBy, sortOrder) {
      const order = `${sortBy} ${sortOrder}`;
      const known = ordered.get(order);
      if (known !== undefined) return known;
      const list = [...byId.values()];
      if (sortBy !== undefined) sort(list, sortBy, sortOrder);
      ordered.set(order, list);
      return list;
    },

    /** The resources that a SCIMMY filter matches; looked at one by one only where no index leads to them. */
    filter(filter) {
      const [expression] = filter;
      const [attribute, comparison] = filter.length === 1 ? readIndexedEquality(expression) : [];
      if (attribute === undefined) return filter.match([...byId.values()]);
      const found = this.findBy(attribute, comparison);
      // SCIMMY compares userName and displayName with case, which they are to be compared without: the index has done it.
      const isDecided =
        Object.keys(expression).length === 1 && (attribute === "username" || attribute === "displayname");
      return isDecided ? found : filter.match(found);
    },
  };
}

/** The attribute and the value of the first `attribute eq "value"` that an index answers, of those joined by `and`. */
function readIndexedEquality(expression) {
  for (const [name, comparison] of Object.entries(expression)) {
    const attribute = name.toLowerCase();
    const [comparator, value] = (attribute === "emails" ? comparison.value : comparison) ?? [];
    if (!(attribute in readKeys) || typeof value !== "string" || comparator?.toLowerCase() !== "eq") continue;
    return [attribute, attribute === "username" || attribute === "displayname" ? fold(value) : value];
  }
  return [];
}

function fold(text) {
  return text?.toLowerCase();
}

const { compare } = new Intl.Collator("en");

function sort(list, sortBy, sortOrder) {
  const names = sortBy.split(".");
  const read = (resource) => String(names.reduce((value, name) => value?.[name], resource) ?? "");
  const direction = sortOrder === "descending" ? -1 : 1;
  list.sort((a, b) => direction * compare(read(a), read(b)));
}
